package lara

import "testing"

// TestEmergencies: a present danger to body or life is one in any wording; a joke, a question about a procedure and a
// denial are none.
func TestEmergencies(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"pain, said plainly": {
			"I'm in pain", "im in a lot of pain", "My tooth hurts", "my tooth hurts so bad", "It hurts", "it hurts a lot", "Pain", "toothache", "I have a terrible toothache", "severe pain",
			"My tooth is killing me", "this molar is killing me", "I have a throbbing pain in my jaw", "my gums hurt", "my back hurts really bad", "I can't sleep because of the pain",
			"I couldn't sleep, my tooth hurts", "Tooth pain 10/10", "The pain is unbearable", "I can't take this pain anymore", "I can't stand the pain", "it hurts when I chew", "My head hurts",
			"I hurt my ankle", "hurts", "It's hurting badly", "the pain won't go away", "the pain is not gone", "the pain hasn't gone away", "nothing helps the pain", "my jaw aches", "I'm in agony",
			"my implant hurts", "My braces hurt", "the medicine doesn't help and my tooth still hurts",
		},
		"dolor, dicho así": {
			"Me duele una muela", "me duele mucho", "me duele", "Tengo dolor", "tengo un dolor terrible", "tengo mucho dolor de muela", "dolor de muela", "Dolor", "me duelen las encías", "me esta doliendo la muela",
			"No aguanto el dolor", "no soporto este dolor", "no puedo mas con este dolor", "No pude dormir del dolor", "no se me quita el dolor", "el dolor no se me quita", "no he podido comer por el dolor",
			"a mi hijo le duele la muela", "A mi mamá le duele el pecho", "amaneci con un dolor bien fuerte", "Me está matando la muela", "esta muela me esta matando", "me muero del dolor", "Ando con un dolor de cabeza horrible",
			"me dueleee muchooo", "ME DUELE MUCHO", "tengo un dolol q no aguanto", "duele muchísimo", "m duele, me duele la boca", "Estoy adolorida", "tengo la encía bien adolorida", "me molesta mucho la muela", "me late la muela y no aguanto",
			"nada me quita el dolor", "no sé por qué me duele tanto", "no, me duele mucho", "me duele un poco la muela jaja",
		},
		"blood": {
			"I'm bleeding", "My gums are bleeding", "it won't stop bleeding", "I can't stop the bleeding", "Still bleeding after the extraction", "bleeding a lot", "blood everywhere", "my son is bleeding from the mouth",
			"Estoy sangrando", "me sangra la encia", "me sangran las encías mucho", "no para de sangrar", "no deja de sangrar la muela", "sigue sangrando", "mi nene está sangrando", "toy sangrando", "hay mucha sangre", "estoy botando sangre",
			"sangrado que no para", "my mouth keeps bleeding", "the socket is bleeding", "spitting blood", "bleding a lot",
		},
		"swelling, fever, infection": {
			"My face is swollen", "my cheek is swelling up", "swollen jaw", "I have swelling", "I have a fever of 103", "tengo fiebre alta", "Fiebre de 39", "Tengo la cara hinchada", "se me hinchó la cara", "amanecí con el cachete inchado",
			"la hinchazón empeora", "my gum is infected", "I think I have an infection", "tengo una infección en la encía", "I have an abscess", "tengo un absceso", "tengo pus", "me salio una postema", "tengo la encía inflamada", "face swelled up like a balloon",
		},
		"breath": {
			"I can't breathe", "cant breathe", "I cannot breathe well", "he can't breathe", "trouble breathing", "I'm having trouble breathing", "shortness of breath", "it's hard to breathe", "I can barely breathe", "my baby is not breathing", "choking", "he's choking", "she is choking on something",
			"no puedo respirar", "No puede respirar", "no respira", "me cuesta respirar", "le falta el aire", "me falta el aire", "dificultad para respirar", "me estoy ahogando", "se está ahogando", "mi hija se ahoga",
		},
		"heart, head, fainting": {
			"chest pain", "I have chest pains", "pain in my chest and left arm", "dolor de pecho", "me duele el pecho", "presión en el pecho", "I think I'm having a heart attack", "my dad had a stroke", "she is having a seizure", "my mom passed out", "I fainted", "he's unconscious", "he won't wake up", "my father collapsed",
			"me desmayé", "se desmayó mi mamá", "mi papá está inconsciente", "mi abuela no responde", "esta convulsionando", "le dio un infarto", "mi esposo no despierta", "half my face is numb, I can't feel my arm", "no siento la cara", "estoy mareada y vomitando", "I'm very dizzy", "perdió el conocimiento",
		},
		"accidents": {
			"I had an accident", "tuve un accidente", "My son fell and knocked out his tooth", "I fell and broke my tooth", "I broke my tooth", "my tooth broke", "I chipped my tooth", "hit my head", "me caí y me partí un diente", "se me partió una muela", "se me rompió el diente", "mi nena se cayó y se golpeó la boca",
			"me di un golpe en la cara", "I cut my lip", "me corté la lengua", "my tooth fell out", "a car hit me, I crashed", "me mordió un perro", "I burned my hand", "me quemé la mano", "he swallowed a battery", "mi hijo se tragó una moneda", "allergic reaction", "tengo una reacción alérgica",
			"se me zafó un diente", "she fell down the stairs",
		},
		"life": {
			"I want to die", "I want to kill myself", "I'm thinking of suicide", "I feel suicidal", "no quiero vivir", "me quiero morir", "me quiero matar", "quiero quitarme la vida", "I took too many pills", "overdose", "he wants to kill me", "me está pegando mi esposo", "I'm dying", "me estoy muriendo", "siento que me muero",
		},
		"called an emergency": {
			"Emergency!", "This is an emergency", "it's an emergency", "I have an emergency", "dental emergency", "Es una emergencia", "tengo una emergencia", "emergencia", "Tengo una urgencia dental", "es una emergensia", "I need an emergency appointment", "necesito una cita de emergencia", "🆘", "auxilio",
		},
		"a question that tells of it": {
			"My tooth hurts, can you see me today?", "can you see me today my tooth hurts?", "Can you help? My tooth hurts", "¿Me pueden ver hoy? Me duele mucho una muela", "me duele la muela, ¿tienen espacio?", "Why does my tooth hurt so much?", "¿Por qué me duele la muela?", "How do I stop the bleeding?", "¿cómo paro el sangrado?",
			"what can I take for the pain?", "¿qué puedo tomar para el dolor?", "What do I do? I'm bleeding", "is it normal that it's still bleeding?", "¿Es normal que me siga sangrando?", "I have a fever, can I come?", "tengo fiebre puedo ir?", "do you have anything for my toothache?", "quería saber si me pueden atender, me duele la muela",
			"Quiero saber si atienden hoy que me duele una muela", "Are you open? I'm in pain", "let me know if you can see me my tooth hurts",
		},
		"but": {
			"no tengo fiebre pero me duele mucho", "No fever but my tooth hurts", "It doesn't hurt but it's bleeding", "no me duele pero está hinchado", "I don't have pain, but my face is swollen", "no sangra, pero duele", "It didn't hurt before but now it does", "no me dolía pero ahora sí", "I'm fine but my daughter is in pain", "No estoy bien, tengo dolor", "no es broma, me duele",
			"not only pain but swelling", "me dolió ayer y todavía sigue",
		},
		"in between other things": {
			"Hola, ¿cuál es su horario? Me duele mucho una muela", "Hi! What are your hours? My tooth really hurts", "Buenas tardes necesito una cita porque me duele una muela", "I need to reschedule because I have a fever", "quiero hablar con alguien, mi mamá no puede respirar",
			"I had a root canal yesterday and it hurts", "After the extraction it hurts a lot, is it normal?", "me sacaron una muela ayer y tengo mucho dolor", "I had an extraction on Monday and my face is swollen", "I need pain meds, I'm in pain", "no paro de sangrar desde la extracción",
		},
		"as people write": {
			"Doc my tooth is throbbing and I can't sleep", "tengo la muela que me revienta del dolor", "My wisdom tooth is coming in and it hurts", "Hi, good morning. My 6 year old daughter fell at school and her front tooth is broken", "my gums won't stop bleeding since yesterday",
			"Mi niña tiene 40 de fiebre", "My husband has severe chest tightness", "Necesito ayuda, mi bebé se está poniendo morado", "Estoy embarazada y estoy sangrando", "I'm 30 weeks pregnant and bleeding", "I took the antibiotic and now my throat is closing", "se me está cerrando la garganta", "my tongue is swelling",
			"I feel like I'm going to pass out", "me siento que me voy a desmayar", "My stitches opened and there's blood", "se me abrieron los puntos y sale sangre", "I have a really bad toothache since last night", "desde anoche tengo un dolor de muela insoportable", "the pain came back", "volvió el dolor", "me volvió a doler la muela",
			"El dolor es insoportable", "ayuda me duele", "Help! my mouth is full of blood", "Tengo la boca llena de sangre", "can somebody please help me I'm in so much pain", "Is there anyone I can see today? I'm in extreme pain", "Do you have any openings today? My tooth is killing me", "¿tienen cita hoy? tengo un dolor horrible",
			"Necesito cita urgente, me duele una muela", "Ay me duele", "Auch me duele bastante", "my ear hurts", "dolor de oído", "my kid has an earache", "migraña terrible", "dolor de espalda", "stomach pain", "me duele la barriga", "mi hijo tiene vómitos y fiebre", "vomiting blood", "vomitando sangre", "I hit my face on the sidewalk", "le pegaron un tiro a mi hermano", "got shot", "me asaltaron y me golpearon",
			"I think my jaw is dislocated", "I can't open my mouth, it's swollen", "no puedo abrir la boca", "mi cara está hinchadísima", "tengo la cara como un globo", "el cachete se me hinchó", "The swelling is getting worse", "my face is getting more swollen", "It's getting infected", "there's pus coming out", "me está saliendo pus", "El diente se me cayó por un golpe",
			"Necesito que me vean, no aguanto", "No aguanto más el dolor de muela", "I'm not okay, everything hurts", "todo me duele", "me duele todo el cuerpo", "Doctor, no paro de vomitar", "he is not breathing well", "respira con dificultad", "mi papa esta respirando raro, no puede respirar bien", "I can't breath", "cannt breathe", "I can hardly breathe",
			"my daughter is having an allergic reaction to the medicine", "me salieron ronchas y no puedo respirar", "my blood sugar is low and I feel dizzy", "tengo palpitaciones", "My heart is racing and my chest hurts", "half of my face is drooping", "se le durmió la mitad de la cara", "I don't want to live anymore", "ya no quiero vivir", "no vale la pena vivir", "I just want to end it all", "thinking about hurting myself",
			"sufrí un accidente de carro", "Tuvimos un choque", "me atropelló un carro", "me rompí el brazo", "creo que me rompí la mandíbula", "my crown fell off and it hurts", "se me cayó la corona y me duele", "my filling came out and I'm in pain", "the anesthesia wore off and I'm dying of pain", "I'm dying of pain", "me muero de dolor", "This toothache is killing me lol", "I know it's late but my tooth is killing me",
			"No sé si es una emergencia pero me sangra mucho", "I don't know if this is an emergency but I'm bleeding a lot", "not sure if it's an emergency, my cheek is swollen", "I'm scared, my mouth is bleeding", "tengo miedo, no para de sangrar", "my son has a fever and doesn't want to eat", "Mi mamá tiene dolor y no tiene cita", "Can you call me? I'm bleeding", "I've been in pain for 3 days", "llevo tres días con dolor", "Llevo 3 dias con la cara hinchada",
			"Is it normal to have this much pain?", "¿Es normal que me duela tanto?", "Should I go to the ER? My jaw is swollen", "¿debo ir a emergencia? tengo la cara hinchada", "the bleeding hasn't stopped", "el sangrado no para", "La muela no deja de sangrar", "no me deja de doler", "my tooth won't stop hurting", "my tooth doesn't stop hurting", "it hurts like hell", "duele como el diablo", "me duele un montón", "me duele burda", "me duele cabrón",
			"my tooth is sore", "sore gums and a bad taste", "tengo sensibilidad y dolor", "some pain on the left side", "un dolorcito en la muela", "a little pain", "leve dolor", "hay dolor", "con dolor", "I'm hurting", "Hurting bad need to be seen", "in pain need appointment asap", "Hello I need to make an appointment I have a bad toothache", "Buenas, quisiera una cita, tengo una muela que me está molestando mucho",
			"my baby swallowed a coin", "She drank bleach", "se tomó un cloro", "he's unresponsive", "mi esposo se desmayó en el baño", "My friend is having a seizure", "le está dando una convulsión", "le esta dando algo a mi mamá, no reacciona", "dog bit my face", "me corté con un cuchillo", "me corté profundo", "deep cut on my hand", "quemadura en la mano", "nose bleed won't stop", "nosebleed", "me sangra la nariz",
			"water broke", "tengo contracciones", "mi presión está altísima y me duele la cabeza", "can't move my arm", "no puedo mover la mandíbula", "Esto es urgente, me sangra la boca", "URGENTE dolor de muela", "urgent: severe pain", "OMG my tooth just broke", "mi diente se partió comiendo", "part of my tooth broke off", "se me rompió un pedazo del diente", "Se me rompio la muela comiendo",
		},
	} {
		for _, text := range texts {
			if !emergency(text) {
				t.Errorf("%s: %q is an emergency", name, text)
			}
		}
	}
}

func TestNoEmergencies(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"a joke or a figure of speech": {
			"me muero de la risa", "me muero de risa jajaja", "this price is killing me", "These prices are killing me", "the wait is killing me", "you're killing me", "I'm dying of laughter", "I'm dying to see the results", "me muero por verlos", "Me muero de hambre", "me estoy muriendo de la risa",
			"me matan los precios", "ese precio me mata", "la espera me está matando", "me duele el bolsillo", "it hurts my wallet", "it's a pain to park there", "what a pain", "pain in the neck", "it's a real pain in the butt", "my phone is dying", "se me está muriendo el celular", "la factura es un dolor de cabeza",
			"no puedo respirar de la risa", "I can't breathe 😂😂", "LOL I'm dying", "me muero jajaja", "me ahogo en trabajo", "mi mamá me va a matar si llego tarde", "my wife is going to kill me if I miss it", "me duele la cara de tanto reír", "my stomach hurts from laughing", "it doesn't hurt to ask", "muerta de la risa",
		},
		"a question about a procedure": {
			"Does a root canal hurt?", "does a root canal hurt", "¿duele la limpieza?", "duele la limpieza", "¿Duele mucho?", "does it hurt?", "Is it painful?", "Will it hurt?", "will my tooth hurt after the filling?", "¿va a doler?", "¿me va a doler?", "me va a doler?", "how much does it hurt", "How painful is a wisdom tooth extraction?",
			"¿Qué tan doloroso es un implante?", "is bleeding normal after an extraction?", "¿es normal el sangrado después de una extracción?", "how long does the swelling last after surgery?", "How long will the swelling last?", "¿Cuánto dura el dolor después de una endodoncia?", "Do you treat tooth pain?", "Do you see patients with pain?",
			"¿atienden emergencias?", "¿Atienden pacientes con dolor?", "do you take emergencies?", "Do you have emergency hours?", "What is your emergency number?", "¿Cuál es el número de emergencias?", "what do I do in an emergency?", "¿qué hago en caso de emergencia?", "what if it bleeds after?", "¿Qué hago si me duele después de la extracción?",
			"Can I come in if I have a fever?", "¿puedo ir si tengo fiebre?", "I wanted to know if root canals hurt", "Quería saber si la limpieza duele", "tengo miedo de que me duela", "I'm afraid it will hurt", "I'm scared of the pain", "le tengo miedo al dolor", "They say root canals are painful", "dicen que duele mucho", "root canals are painful",
			"is the injection painful?", "does the vaccine hurt", "¿Duele la vacuna?", "¿la endodoncia duele?", "Does whitening hurt your teeth?", "is it going to hurt", "would it hurt", "Does it bleed a lot?", "¿Arreglan dientes rotos?", "Do you fix broken teeth?", "¿duele ponerse frenos?", "¿Sacar una muela duele?", "hola, ¿duele la limpieza dental?",
			"I would like to know if the cleaning is painful", "do fillings hurt", "hi does whitening hurt?",
		},
		"a denial": {
			"no pain", "No pain at all", "sin dolor", "no tengo dolor", "I don't have any pain", "I'm not in pain", "it doesn't hurt", "doesn't hurt anymore", "It no longer hurts", "ya no me duele", "no me duele", "No me duele nada", "no me ha dolido", "nothing hurts", "nada me duele", "the pain is gone", "the pain went away", "The bleeding has stopped", "it stopped bleeding",
			"ya se me quitó el dolor", "el dolor se me quitó", "el dolor de muela ya se me quitó", "ya no sangra", "no está sangrando", "no estoy sangrando", "I'm not bleeding", "not bleeding", "no fever", "no fever or swelling", "no fever, no pain, no swelling", "no pain, swelling or bleeding", "no tengo fiebre ni dolor", "no tengo dolor, fiebre ni hinchazón", "sin fiebre ni dolor",
			"no tengo la cara hinchada", "my face isn't swollen", "La cara no está hinchada", "no es una emergencia", "It's not an emergency", "no es emergencia", "this isn't an emergency", "I don't think it's an emergency", "no creo que sea una emergencia", "no trouble breathing", "I can breathe fine", "pain free", "zero pain", "dejó de sangrar", "nunca me ha dolido", "I've never had pain", "fiebre no tengo",
			"I don't want to die waiting here, no seriously no pain", "no he tenido más dolor", "ningún dolor", "Me dolía pero ya no", "me duele... no, ya se me quitó", "It hurt yesterday but it's fine now", "tenía dolor pero ya estoy bien", "estoy bien, gracias", "Fever? No.",
		},
		"other words of the same sound": {
			"My name is Dolores", "Soy Dolores Rivera", "Dolores Rivera, 787-555-0100", "la doctora Dolores está?", "I need a blood test", "do I have to fast for the blood work?", "prueba de sangre", "I need my blood pressure checked", "seguro de accidentes", "I paid twice by accident", "my crown fell off", "Se me cayó una corona", "se cayó la llamada",
			"I fell asleep", "my emergency contact is my sister", "contacto de emergencia", "hay fever season", "I live in Spain", "can I get a flu shot?", "perdone la molestia", "disculpe la molestia, una pregunta", "painting", "what time do you close", "my son needs a cleaning", "tengo seguro", "I have Triple-S", "estoy en la oficina", "se me rompió el retenedor",
			"quiero una cita", "hola", "ok", "thanks!", "👍", "😂", "my tooth needs a filling", "I have a cavity", "I'm here", "estoy afuera", "tengo una pregunta",
		},
		"long ago":   {"I had an accident years ago", "tuve un accidente hace dos años", "I broke my arm when I was a kid"},
		"taken back": {"just kidding, no pain", "me duele... es broma", "false alarm, it stopped"},
		"as people write": {
			"Does laser whitening hurt?", "Is the deep cleaning painful?", "¿La limpieza profunda duele?", "¿es doloroso?", "¿Duele?", "Will I be in pain after the surgery?", "Would the extraction be painful?", "¿Voy a tener dolor después?", "¿Cuánto tiempo dura la hinchazón?", "How can I avoid swelling after surgery?", "¿cómo evito la hinchazón después de la cirugía?", "I read that implants hurt, is that true?",
			"Do you use anesthesia so it doesn't hurt?", "usan anestesia para que no duela?", "¿sacan muelas sin dolor?", "Is it a painless procedure?", "what's the best thing for sensitive teeth", "Does the flu shot cause fever?", "¿la vacuna da fiebre?", "Can the vaccine cause swelling?", "Do I bleed after a pap smear?", "Is it normal to bleed after flossing?", "¿es normal sangrar al usar hilo dental?",
			"Do you do blood tests?", "¿hacen pruebas de sangre?", "results of my blood work", "I want to donate blood", "my pain is gone, thank you!", "no more pain thanks to you!", "Gracias doctora, ya no me duele nada", "thanks, the swelling went down", "la hinchazón bajó", "ya bajó la hinchazón, gracias", "feeling much better, no pain", "me siento mucho mejor, sin dolor", "all good, no bleeding", "Estoy bien, no sangré más",
			"what are the hours of the emergency room?", "do you have an emergency line?", "If I have an emergency at night who do I call?", "Si tengo una emergencia de noche, ¿a quién llamo?", "es una pregunta sobre emergencias", "How much is an emergency visit?", "¿Cuánto cuesta una visita de emergencia?", "no tengo emergencia, solo una pregunta", "no emergency, just a question", "nothing urgent", "no es urgente",
			"ese plan me tiene muerta", "that bill is going to give me a heart attack lol", "casi me da un infarto con la factura", "I almost died laughing", "me morí de la risa", "estoy muerta de cansancio", "I'd kill for an appointment", "you guys are killing it!", "you are killing it", "this app is killing me", "este tapón me está matando", "I'm dying for a coffee", "me muero de ganas de verme los dientes blancos", "me muero de sueño", "que dolor de cabeza es este portal",
			"it hurts to pay that much", "pagar eso duele", "me duele pagar tanto", "heartburn? no", "my insurance is a headache", "el seguro me da dolor de cabeza", "this website is a headache", "burning question: do you open Sundays?", "I broke my retainer", "my braces wire broke", "se me rompió un bracket", "I lost my night guard", "my denture cracked", "perdí el retenedor", "se me despegó una carilla",
			"my car died, I'll be late", "se me murió la batería del carro", "I had a stroke of luck", "I'm swamped, drowning in work", "ahogada en trabajo", "the line was cut off", "se cortó la llamada", "corte de luz en mi casa", "break down the costs for me", "can you break down the price", "open wound care services?", "do you treat burns?", "¿tratan quemaduras?", "Do you treat infections?", "¿curan infecciones de encías?",
			"Doctor's name?", "Is Dr. Payne available?", "Dr. Paine?", "hablar con la señora Dolores", "Calle Dolores 12", "Consuelo y Socorro", "my appointment with Dra. Dolores Ortiz", "what pain medication do you prescribe?", "is ibuprofen ok with my meds?", "I never had fever", "no vomiting", "no he vomitado", "No fiebre", "no dizziness", "no mareos", "nada de sangre", "no blood at all",
			"Do you have anything for anxious patients? I'm scared of needles", "tengo miedo al dentista", "I'm terrified of pain", "le temo al dolor", "my biggest fear is pain", "I want a treatment without pain", "quiero un tratamiento sin dolor", "procedimiento sin sangrado", "Are implants safe? any risk of infection?", "¿hay riesgo de infección?", "risk of bleeding?", "side effects like swelling?", "what happens if the tooth gets infected?", "¿qué pasa si se infecta?",
			"what causes bleeding gums?", "¿qué causa el sangrado de encías?", "tips for toothache prevention", "how to prevent tooth pain", "cómo prevenir el dolor de muelas", "quiero blanquearme los dientes", "i need a crown on my front tooth", "precio de extracción de muela", "how much to pull a tooth", "I want to fix my broken smile lol", "hi there", "Gracias!! 😂😂", "ok 👍", "jajaja ok", "I'm fine", "estoy bien", "no gracias", "todo bien gracias a Dios",
		},
	} {
		for _, text := range texts {
			if emergency(text) {
				t.Errorf("%s: %q is no emergency", name, text)
			}
		}
	}
}
