package lara

// This file hears what the customer wants that Lara does not do herself: a person, or an appointment.

// wantsPerson are wordings of asking for somebody.
var wantsPerson = patterns(`
	human, humans, real person, live person, actual person, living person, a person please, ^ person $, ^ person please $, ^ a person $, agent, agents, representative, representatives, rep, live chat, operator, receptionist, front desk, reception, secretary, manager, supervisor, customer service, customer support, live support,
	talk/speak/chat/connect/speaking/talking to/with someone/somebody/anyone/anybody/person/people/staff/team/office/doctor/dentist/nurse/dr/dra/hygienist/assistant/billing/owner/him/her/them/you, talk/speak/chat/connect to/with a/an/the/my/your/one .., talk/speak/chat/speaking to/with dr .., talk/speak to/with .. someone/somebody/person, connect me, transfer me, put me through, put .. on the phone,
	someone/somebody call me, someone/somebody .. call me, call me, calls me, give me a call, call back, callback, phone me, someone/somebody/anyone/anybody .. help me, someone/somebody .. contact me, someone/somebody get back, have someone/somebody, need someone/somebody, want someone/somebody, is anyone there, is anybody there, is someone there, is somebody there, anyone there, anybody there, anybody home, someone there, no bot, no bots, not a bot, stop the bot, dont want .. bot, dont want .. robot, dont want .. machine, not a robot please, not a machine,
	hablar .. persona, hablar con .. persona, hablar con, hable con, hablo con alguien, hablarle a alguien, ^ persona $, ^ persona por favor $, ^ una persona $, una persona por favor, una persona real, persona real, persona de verdad, persona viva, ser humano, humano, humano por favor, atencion humana, asistencia humana, ayuda humana, agente, agentes, representante, representantes, operador, operadora, recepcion, recepcionista, secretaria, gerente, encargado, encargada, servicio al cliente, atencion al cliente, asesor, asesora, con un vivo,
	alguien que me, alguien me, alguien .. ayude, alguien .. ayudar, alguien .. atienda, alguien .. llame, que alguien, necesito a alguien, quiero a alguien, hay alguien, alguien ahi, alguien de la oficina, alguien del equipo, con alguien, pasame con, paseme con, comunicame, comuniqueme, comunicarme con, comunicar con, transfiereme, transfierame, conectame, conecteme, llamame, llameme, llamenme, llamen, me pueden llamar, me puede llamar, que me llamen, que me llame, me llaman, me llame alguien, devuelvan la llamada, devuelvame la llamada, una llamada por favor,
	no quiero .. robot, no quiero .. bot, no quiero .. maquina, no un robot, no robots, contactarme, me contacten, quiero que me contacten, que me contesten, que me atienda alguien, atiendame alguien, persona que .. atienda, me atienda una persona`)

// noPerson are the same words without that wish.
var noPerson = patterns(`
	alguien me dijo, alguien me comento, alguien me recomendo, alguien me refirio, por persona, per person, insurance agent, agente de seguros, with whom, whom am i, who am i, who is this, con quien hablo, con quien estoy hablando, con quien tengo, hablar con lara, talk to lara, speak to lara, dont need .. person, dont need .. human, no need .. person, dont call me, no me llamen, no me llame, me llamo, no necesito hablar con, no hace falta .. persona, no quiero hablar con, dont want to talk to, dont want to speak to, dont need to talk to, dont need to speak,
	are you a, are you an, is this a, am i talking to, am i speaking with, am i chatting with, eres un, eres una, es usted un, es usted una, es un robot, eres humano, eres humana, estoy hablando con una persona, estoy hablando con un, hablo con una persona, hablo con un, hablando con un, hablando con una persona, human resources, recursos humanos, real estate agent, cleaning agent, human papilloma, papiloma humano`)

// asksPerson tells whether a clause asks for somebody.
func asksPerson(words []string) bool {
	if has(noBot, words) {
		return true
	}
	return has(wantsPerson, words) && !has(noPerson, words)
}

// noBot is said by those who don't want to talk to her.
var noBot = patterns(`no quiero hablar con .. robot/bot/maquina/lara/asistente/computadora, dont want to talk to .. bot/robot/machine/ai/lara/assistant/computer, dont want to speak to .. bot/robot/machine/ai/computer, dont want to chat with .. bot/robot/machine/ai`)

// wantsAppointment are wordings of wanting, moving, confirming or missing an appointment.
var wantsAppointment = patterns(`
	appointment, appointments, booking, book, booked, reschedule, rescheduled, rescheduling, schedule a, schedule an, schedule my, schedule me, schedule for, schedule one, schedule with, schedule something, to schedule, lets schedule, can i schedule, scheduling, ^ schedule cleaning/visit/exam/checkup, get scheduled, on the schedule, on the calendar, sign me up, earlier available, anything earlier, anything sooner, soonest, be seen, get seen, see me today, see me tomorrow, see me now, see me this, see me on, can you see me, could you see me, can someone see me, fit me in, squeeze me in, get me in, get in today, get in tomorrow, come in today, come in tomorrow, come in on, come in for, come in this, come in next, can i come in, could i come in, can i come by, can i come, can i stop by, want to come in, like to come in, need to come in, coming in today,
	me vea un/una/el/la, bring .. in for, see the doctor, see the dentist, see a doctor, see a dentist, see dr, see the dr, need to see .. doctor, need to see .. dentist, want to see .. doctor, want to see .. dentist, cancel my visit, cancel for, need to cancel, want to cancel, have to cancel, like to cancel, move my .. to, push my .., cant make it, cannot make it, can not make it, wont make it, running late, available times, time slot, time slots, slots, any openings, an opening, openings, availability, available appointments, anything available, next available, first available, earliest available, available on, available for me, are you available, available today/tomorrow/this/next/#weekday, do you have any time, do you have time, do you have space, do you have room, any spots,
	cita, citas, turno, turnos, agendar, agendarme, agenda, agendo, reservar, reservacion, reserva, separar .. espacio, sacar .. espacio, reprogramar, reagendar, recalendarizar, posponer, cambiar .. fecha, cambiar .. dia, mover .. fecha, cancelar .. visita, cancelar para, necesito cancelar, quiero cancelar, tengo que cancelar, cancelar mi, no voy a poder ir, no puedo ir, no podre ir, no puedo asistir, no voy a poder llegar, no podre asistir, no puedo llegar, voy a llegar tarde, llegare tarde, voy tarde, estoy atrasad*, disponibilidad, disponible .. para, disponible hoy/manana, disponible el #weekday, espacio para, espacios, espacio disponible, espacio hoy, espacio manana, hueco, algun hueco, algun espacio, tienen espacio, tiene espacio, hay espacio, tendran espacio, un espacito, espacito, atenderme, me atiendan, me pueden atender, me puede atender, me atienden hoy, me atienden manana, me podrian atender, me podria atender,
	me pueden ver, me puede ver, me podrian ver, verme hoy, verme manana, pueden verme, puede verme, me ven hoy, ver al doctor, ver a la doctora, ver al dentista, ver a la dentista, ver un doctor, ver un dentista, ver a un dentista, ver a un doctor, quiero ir, quisiera ir, puedo ir, podria ir, puedo pasar, podria pasar, quiero pasar, puedo llegar, paso hoy, pasar hoy, ir hoy, ir manana, consulta para, quiero una consulta, necesito una consulta, quisiera una consulta, coordinar, coordinarme`)

// noAppointment are the same words without that wish.
var noAppointment = patterns(`
	dont need .. appointment, dont want .. appointment, do not need .. appointment, do not want .. appointment, not looking .. appointment, no appointment needed, no quiero .. cita, no necesito .. cita, no es para cita, no es para una cita, no es sobre .. cita, thanks for .. appointment, thank you for .. appointment, thanks .. for the appointment, gracias por .. cita, gracias .. por la cita, gracias por .. turno,
	facebook, book club, guidebook, your schedule, office schedule, schedule like, work schedule, disponible en espanol, agenda of, cancel .. subscription, cancel .. payment, cancel .. order, cancel .. charge, cancelar .. pago, cancelar .. suscripcion, cancelar .. cargo, cancelar .. plan, cancelar .. orden`)

// asksAbout are questions about appointments that knowledge may answer.
var asksAbout = patterns(`
	do i need, do i have to, do you need, do we need, need an appointment to, necesito una cita para, hay que, hace falta, tengo que hacer, tengo que sacar, se necesita, se requiere, es necesario, without .. appointment, sin cita, sin hacer cita, with or without, con o sin cita, how much, cuanto cuesta, cuanto cobran, cuanto vale, cuanto sale, cost of, price of, precio de, costo de, how long .. appointment, how long does .. appointment, how long is, cuanto dura, cuanto tarda, what should i bring, what do i need to bring, what do i bring, que debo llevar, que tengo que llevar, que llevo, que hay que llevar, policy, politica, fee, cargo por, penalidad,
	how do i .. appointment, how can i .. appointment, how to .. appointment, how do i book, how do i schedule, how can i book, how can i schedule, how do i cancel, como hago .. cita, como saco .. cita, como puedo .. cita, como cancelo, como se hace .. cita, como hago para .. cita, appointments by/through/online, book online, schedule online, by appointment, por cita, appointment only, only by appointment, solo por cita, do you take walkins, walkins, walk ins, walk in, walkin, how far in advance, con cuanto tiempo, how early should, que tan temprano`)

// asksWhether are wishes, unless a question mark makes them questions.
var asksWhether = patterns(`necesito cita, necesito una cita, necesito hacer cita, necesito hacer una cita, necesito sacar cita`)

// wishesAppointment tells whether a clause wants an appointment.
func wishesAppointment(words []string) bool {
	return has(wantsAppointment, words) && !has(noAppointment, words)
}
