/** Everybody's password in these stories. */
export const password = 'correct horse battery';

/** A clinic with Live Agents, and a practice without, where only the supervisor is a member too. */
export const world = `
workplaces:
  - id: sonrisas
    name: Clínica Dental Sonrisas
    timezone: America/Puerto_Rico
    country: PR
    language: en
    channels:
      - {id: sonrisas-web, kind: web}
    knowledge:
      - {question: "What are your hours?", answer: "We are open Monday to Friday, 8 am to 5 pm.", language: en}
      - {question: "¿Cuál es su horario?", answer: "Abrimos de lunes a viernes, de 8 a 5.", language: es}
    quick_responses:
      - {shortcut: hola, text: "Hola {{customer.name}}, le atiende {{user.name}}."}
  - id: norte
    name: Norte Family Practice
    timezone: America/New_York
    language: en
    agents_service: false
    channels:
      - {id: norte-web, kind: web}
users:
  - {email: ana@sonrisas.example, name: Ana Ruiz, handle: ana, password: "${password}", memberships: [{workplace: sonrisas, role: staff}]}
  - {email: luis@sonrisas.example, name: Luis Vega, handle: luis, password: "${password}", memberships: [{workplace: sonrisas, role: admin}]}
  - {email: maria@agents.example, name: María López, handle: maria, password: "${password}", memberships: [{workplace: sonrisas, role: agent}]}
  - {email: gil@agents.example, name: Gil Ortiz, handle: gil, password: "${password}", memberships: [{workplace: sonrisas, role: agent}]}
  - {email: sam@relevo.example, name: Sam Rivera, handle: sam, password: "${password}", memberships: [{workplace: sonrisas, role: supervisor}, {workplace: norte, role: supervisor}]}
`;
