package demo

// topic is something that customers write about, in both languages.
type topic struct {
	ask    string // what the customer writes
	answer string // what a person answers
	thanks string // what the customer says then
}

// topics by language: what Lara can't answer and people do.
var topics = map[string][]topic{
	"es": {
		{"Buenos días, quisiera una cita para una limpieza la próxima semana.", "Con gusto. Tengo el martes a las 10:00 o el jueves a las 3:00. ¿Cuál le conviene?", "El jueves a las 3:00 está perfecto, gracias."},
		{"Necesito mover mi cita del viernes, me surgió algo en el trabajo.", "No hay problema. Puedo ofrecerle el lunes a las 9:30.", "El lunes me sirve. ¡Gracias!"},
		{"Me llegó una factura de $140 y no entiendo por qué.", "Permítame revisarla. Veo que el plan cubrió la limpieza, pero no las radiografías.", "Ah, entiendo. Gracias por explicarme."},
		{"¿Cuánto tiempo tengo que esperar para comer después de un empaste?", "Si le pusieron anestesia, espere unas dos horas para no morderse.", "Gracias, muy amable."},
		{"¿Me pueden enviar el recibo para mi plan?", "Claro, se lo enviamos hoy a su correo.", "Recibido, mil gracias."},
		{"La corona que me pusieron el mes pasado se siente alta.", "Lamento oírlo. Venga mañana a las 8:30 y la ajustamos sin costo.", "Ahí estaré, gracias."},
		{"Mi hijo dejó su retenedor en la oficina, ¿lo encontraron?", "Sí, lo tenemos en recepción. Puede pasar a buscarlo cuando guste.", "¡Qué alivio! Paso esta tarde."},
		{"¿Puedo pagar en dos plazos?", "Sí, la mitad el día de la cita y la otra mitad en 30 días.", "Perfecto, así lo hacemos."},
		{"Estuve esperando 40 minutos ayer y nadie me dijo nada.", "Le pido disculpas. Hablé con el equipo y quiero compensarle la espera.", "Gracias por atenderme."},
		{"¿El doctor puede llamarme? Tengo una duda sobre el tratamiento.", "Le paso el mensaje. ¿A qué hora le viene bien?", "Después de las 4:00, por favor."},
	},
	"en": {
		{"Hi, I would like to book an appointment for next week.", "Happy to help. I have Tuesday at 10 or Thursday at 3. Which works for you?", "Thursday at 3 works, thank you."},
		{"I need to move my Friday appointment, something came up at work.", "No problem. I can offer Monday at 9:30.", "Monday is great. Thanks!"},
		{"I got a bill for $140 and I don't understand it.", "Let me look. Your plan covered the visit, but not the X-rays.", "Oh, I see. Thanks for explaining."},
		{"Can you send me the receipt for my insurance?", "Of course, we will email it today.", "Got it, thank you so much."},
		{"Is it normal to be sore two days after the session?", "A little soreness is normal. If it gets worse, call us and we will see you.", "OK, good to know."},
		{"I left my jacket in the waiting room, did you find it?", "Yes, it is at the front desk. Come by any time.", "Great, see you this afternoon."},
		{"Can I pay in two parts?", "Yes, half on the day of the visit and half within 30 days.", "Perfect, let's do that."},
		{"I waited 40 minutes yesterday and nobody told me anything.", "I am sorry about that. I talked to the team and want to make it right.", "Thank you for listening."},
		{"Could the doctor call me? I have a question about the treatment.", "I will pass it on. What time is good for you?", "After 4, please."},
		{"My mother needs a wheelchair ramp, do you have one?", "Yes, at the side entrance. Ring the bell and we will help you in.", "Wonderful, thank you."},
	},
}

// lines that the stories need, by language.
type lines struct {
	handOver, urgent, summary, ringing, emergency, calling        string
	escalate, directs, directed, toColleague, closing, supervisor string
	reminder, anything, thanks, welcome, hurry                    string
}

var said = map[string]lines{
	"es": {
		handOver: "Le paso con una persona del equipo, que le contesta en un momento.", urgent: "Lo siento mucho. Aviso ahora mismo a la oficina para que le llamen.",
		summary: "Pregunta: ", ringing: "Emergencia: llamar lo antes posible.", emergency: "Me duele muchísimo una muela y tengo la cara hinchada.",
		calling: "Le llamamos ahora mismo. No coma ni beba nada caliente.", escalate: "Pide algo que solo la oficina puede decidir.",
		directs: "pueden confirmarle la cita y despedirse.", directed: "La oficina me confirma que su cita quedó lista.", toColleague: "¿Lo puedes seguir tú? Salgo a almorzar.",
		closing: "Resuelto.", supervisor: "Buen trato. La próxima vez, ofrezcan primero dos horarios.", reminder: "Le recordamos su cita de mañana a las 10:00.",
		anything: "¿Hay algo más en que le pueda ayudar?", thanks: "No, eso es todo. ¡Gracias!", welcome: "¡Con gusto! Que tenga buen día.", hurry: "¿Hola? ¿Me pueden contestar?",
	},
	"en": {
		handOver: "I am passing you to a person of the team, who will answer in a moment.", urgent: "I am so sorry. I am telling the office right now, so that they call you.",
		summary: "Asked: ", ringing: "Emergency: call as soon as possible.", emergency: "I am in a lot of pain and it is swollen.",
		calling: "We are calling you right now. Please keep still.", escalate: "Asks for something only the office can decide.",
		directs: "you can confirm the appointment and say good-bye.", directed: "The office tells me that your appointment is set.", toColleague: "Can you follow this? I am off to lunch.",
		closing: "Solved.", supervisor: "Well handled. Next time, offer two times first.", reminder: "A reminder of your appointment tomorrow at 10.",
		anything: "Is there anything else I can help you with?", thanks: "No, that's all. Thanks!", welcome: "You're welcome! Have a good day.", hurry: "Hello? Can somebody answer me?",
	},
}

var (
	firstNames = []string{"Juan", "Carmen", "José", "Yolanda", "Héctor", "Marisol", "Ángel", "Wanda", "Kevin", "Aida", "Gabriel", "Lourdes", "Emma", "Noah", "Olivia", "Raúl", "Iris", "Tomás", "Linda", "Miguel", "Sara", "Víctor", "Nilda", "Edwin", "Paola", "Jorge", "Brenda", "Felipe", "Norma", "Daniel"}
	lastNames  = []string{"Santiago", "Rosario", "Maldonado", "Torres", "Nieves", "Quiñones", "Figueroa", "Burgos", "Walker", "Báez", "Meléndez", "Lugo", "Harris", "Acevedo", "Correa", "Rivera", "Ayala", "Molina", "Reyes", "Padilla", "Cintrón", "Otero", "Young", "Vélez", "Ramos"}
)
