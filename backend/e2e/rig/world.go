package rig

// World is two workplaces: a clinic with Live Agents, and an office without. Bea belongs to the other one alone.
const World = `
workplaces:
  - id: sonrisas
    name: Clínica Dental Sonrisas
    timezone: America/Puerto_Rico
    country: PR
    language: es
    channels:
      - {id: sonrisas-web, kind: web}
      - {id: sonrisas-sms, kind: twilio, number: "+17875550100", account_sid: AC00000000000000000000000000000001, auth_token: secret, api_base: "http://127.0.0.1:9"}
    knowledge:
      - {question: "What are your hours?", answer: "We are open Monday to Friday, 8 am to 5 pm.", language: en}
      - {question: "¿Cuál es su horario?", answer: "Abrimos de lunes a viernes, de 8 a 5.", language: es}
    quick_responses:
      - {shortcut: hola, text: "Hola {{customer.name}}, le atiende {{user.name}}."}
  - id: norte
    name: Norte Family Practice
    timezone: America/New_York
    language: en
    lara: false
    agents_service: false
    channels:
      - {id: norte-web, kind: web}
users:
  - {email: ada@sonrisas.example, name: Ada Admin, handle: ada, password: "correct horse battery", memberships: [{workplace: sonrisas, role: admin}]}
  - {email: sol@sonrisas.example, name: Sol Staff, handle: sol, password: "correct horse battery", memberships: [{workplace: sonrisas, role: staff}]}
  - {email: luz@sonrisas.example, name: Luz Staff, handle: luz, password: "correct horse battery", memberships: [{workplace: sonrisas, role: staff}]}
  - {email: gil@agents.example, name: Gil Agent, handle: gil, password: "correct horse battery", memberships: [{workplace: sonrisas, role: agent}]}
  - {email: eva@agents.example, name: Eva Agent, handle: eva, password: "correct horse battery", memberships: [{workplace: sonrisas, role: agent}]}
  - {email: sam@relevo.example, name: Sam Supervisor, handle: sam, password: "correct horse battery", memberships: [{workplace: sonrisas, role: supervisor}, {workplace: norte, role: supervisor}]}
  - {email: bea@norte.example, name: Bea Norte, handle: bea, password: "correct horse battery", memberships: [{workplace: norte, role: admin}]}
`
