/* The same act on many conversations, one after the other; what one of them refuses stops none of the others. */
import { type Problem, problemOf } from '../../core/problem';

export interface Outcome {
  id: string;
  /** Why it could not be changed; null: it was. */
  problem: Problem | null;
}

export async function each(ids: readonly string[], act: (id: string) => Promise<void>, done: (outcomes: readonly Outcome[]) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const id of ids) {
    const problem = await act(id).then(
      () => null,
      (thrown: unknown) => problemOf(thrown),
    );
    outcomes.push({ id, problem });
    done([...outcomes]);
  }
  return outcomes;
}
