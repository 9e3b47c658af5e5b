/** What the customer's page says. Spanish is that of Puerto Rico, and addresses with "usted". */
export interface Words {
  language: string;
  other: string;
  title: string;
  assistant: string;
  emergency: string;
  greeting: string;
  log: string;
  name: string;
  begin: string;
  write: string;
  send: string;
  person: string;
  personSentence: string;
  you: string;
  business: string;
  typing: string;
  sending: string;
  waiting: string;
  refused: string;
  retry: string;
  remove: string;
  again: string;
  left: (n: number) => string;
  tooLong: string;
  reconnecting: string;
  offline: string;
  limited: string;
  unavailable: string;
  unknown: string;
  newMessages: (text: string) => string;
  sent: string;
  close: string;
}

const en: Words = {
  language: 'Language',
  other: 'Español',
  title: 'Chat with us',
  assistant: 'Lara, automated assistant',
  emergency: 'In an emergency, call 911.',
  greeting: 'Write to us. Lara answers at once, and people of our team when she can’t help.',
  log: 'Messages',
  name: 'Your name (optional)',
  begin: 'Start',
  write: 'Your message',
  send: 'Send',
  person: 'Talk to a person',
  personSentence: 'I would like to talk to a person, please.',
  you: 'You',
  business: 'Us',
  typing: 'Somebody is writing…',
  sending: 'Sending…',
  waiting: 'Will be sent when you are back online',
  refused: 'Not sent',
  retry: 'Try again',
  remove: 'Delete',
  again: 'Start a new chat',
  left: (n) => `${n} characters left`,
  tooLong: 'The message is too long: at most 2,000 characters.',
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. What you write is sent when you are back.',
  limited: 'That was a lot at once. It goes on in a moment.',
  unavailable: 'The chat can’t be reached just now. We keep trying.',
  unknown: 'This chat does not exist. Please check the address.',
  newMessages: (text) => `New message: ${text}`,
  sent: 'Sent',
  close: 'Close the chat',
};

const es: Words = {
  language: 'Idioma',
  other: 'English',
  title: 'Escríbanos',
  assistant: 'Lara, asistente automatizada',
  emergency: 'En una emergencia, llame al 911.',
  greeting: 'Escríbanos. Lara contesta enseguida, y nuestro equipo cuando ella no puede ayudarle.',
  log: 'Mensajes',
  name: 'Su nombre (opcional)',
  begin: 'Comenzar',
  write: 'Su mensaje',
  send: 'Enviar',
  person: 'Hablar con una persona',
  personSentence: 'Quisiera hablar con una persona, por favor.',
  you: 'Usted',
  business: 'Nosotros',
  typing: 'Alguien está escribiendo…',
  sending: 'Enviando…',
  waiting: 'Se enviará cuando vuelva a tener conexión',
  refused: 'No se envió',
  retry: 'Intentar de nuevo',
  remove: 'Borrar',
  again: 'Comenzar otra conversación',
  left: (n) => `Quedan ${n} caracteres`,
  tooLong: 'El mensaje es muy largo: máximo 2,000 caracteres.',
  reconnecting: 'Reconectando…',
  offline: 'No tiene conexión. Lo que escriba se enviará cuando vuelva.',
  limited: 'Fueron muchos mensajes a la vez. Seguimos en un momento.',
  unavailable: 'No podemos conectar el chat ahora mismo. Seguimos intentando.',
  unknown: 'Este chat no existe. Verifique la dirección, por favor.',
  newMessages: (text) => `Mensaje nuevo: ${text}`,
  sent: 'Enviado',
  close: 'Cerrar el chat',
};

export type Language = 'en' | 'es';
export const words: Record<Language, Words> = { en, es };

/** The language that the browser asks for; English where it is neither. */
export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('es')) return 'es';
    if (language.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}
