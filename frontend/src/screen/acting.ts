/* The context that actions are asked and run with, for whoever shows or triggers one. */
import { createContext } from 'svelte';
import type { Context } from '../actions/action';

/** A function, so that whoever asks inside a template is told when the answer changes. */
export const [useContext, provideContext] = createContext<() => Context>();
