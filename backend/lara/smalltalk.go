package lara

// This file knows what needs no answer from the workplace: greetings, thanks, good-byes, an "ok".

// talk is a kind of small talk.
type talk int

const (
	noTalk talk = iota
	nod         // ok, yes, a smile
	greeting
	farewell
	thanking
	whoAreYou
)

var (
	greetings = patterns(`hi, hii, hey, heya, hello, hello there, hi there, hey there, hiya, howdy, yo, sup, good morning, good afternoon, good evening, good day, morning, afternoon, evening, greetings, gm, how are you, how are you doing, how are you today, how are you doing today, hows it going, how is it going, hope you are well, hope youre well, hope all is well, hope you are doing well, hope youre doing well, whats up, nice to meet you, happy monday, happy friday, happy new year, merry christmas, happy holidays,
		hola, holi, holis, hola hola, hola que tal, hola como estas, hola como esta, hola como estan, buen dia, buenos dias, buenas, buenas tardes, buenas noches, muy buenas, muy buenos dias, muy buenas tardes, muy buenas noches, saludos, saludos cordiales, un saludo, que tal, como estas, como esta, como estan, como le va, como les va, como te va, como esta usted, como se encuentra, como se encuentran, espero que esten bien, espero que este bien, espero estes bien, wepa, bendiciones, dios le bendiga, dios te bendiga, dios los bendiga, feliz dia, feliz tarde, feliz navidad, felices fiestas, feliz ano, feliz ano nuevo, mucho gusto, que hay, alo, muy bien y usted, bien y usted, bien y tu`)
	thanks = patterns(`thanks, thank you, thank you very much, thank you so much, thanks so much, thanks a lot, thanks a million, many thanks, thanks again, thank you again, much appreciated, appreciate it, i appreciate it, really appreciate it, i appreciate your help, appreciate your help, appreciate the help, thanks for your help, thanks for the help, thank you for your help, thanks for your time, thank you for your time, thanks for the info, thanks for the information, thank you for the information, thank you for the info, thanks for letting me know, thank you for letting me know, thanks for everything, thank you for everything, thanks for the reminder, thank you for the reminder, thanks for the quick reply, thanks lara, thank you lara, tysm, tyvm, cheers, that helps, that helped, very helpful, youre awesome, youre the best, you are the best, you rock, thanks for .. .. $, thank you for .. .. $, thanks so much for .. $, thank you so much for .. $, god bless, god bless you,
		gracias, muchas gracias, mil gracias, muchisimas gracias, gracias mil, gracias lara, gracias a usted, gracias a ustedes, gracias a ti, gracias por todo, gracias por su ayuda, gracias por la ayuda, gracias por tu ayuda, gracias por la informacion, gracias por la info, gracias por su tiempo, gracias por contestar, gracias por responder, gracias por la atencion, gracias por su atencion, gracias por el recordatorio, gracias por avisar, gracias por .. .. $, muchas/mil/muchisimas gracias por .. .. $, muy agradecido, muy agradecida, agradecido, agradecida, se lo agradezco, te lo agradezco, le agradezco, muy amable, muy amables, que amable, excelente servicio, que amables, un millon, un millon de gracias, de nada gracias, great service, great job, good job, buen trabajo, excelente trabajo`)
	agreements = patterns(`ok, okay, okey, oki, okis, okie, okie dokie, kk, oka, ok ok, ok then, alright, all right, alrighty, right, sure, sure thing, got it, gotcha, understood, i understand, i see, oh i see, makes sense, sounds good, sounds great, good, very good, great, perfect, cool, awesome, excellent, wonderful, nice, fine, thats fine, thats great, thats perfect, thats good, thats all, thats it, thats all for now, thats all i needed, thats all i need, nothing else, no problem, no worries, np, will do, noted, yes, yeah, yep, yup, yes please, ya, no, nope, no thanks, no thank you, nah, nvm, never mind, nevermind, oh, ah, oh ok, ah ok, wow, amazing, good to know, ill do that, i will, works for me, works, done, fair enough, roger, copy, great news, yay, deal, exactly, correct, thats right, thats correct, ok great, ok perfect, ok cool, ok good, im good, im fine, im ok, all good, you too, same to you, likewise, welcome, youre welcome, lol, oops, my bad, sorry, excuse me, hmm, mm, mhm, test,
		vale, listo, lista, perfecto, perfecta, excelente, genial, super, chevere, brutal, nitido, bien, muy bien, esta bien, todo bien, entendido, entiendo, ya entendi, comprendo, claro, claro que si, de acuerdo, dale, dale pues, va, oki doki, si, sip, si por favor, si gracias, sii, no gracias, nop, asi es, exacto, correcto, okii, eso era, eso es todo, eso es, es todo, eso seria todo, eso era todo, nada mas, nada, nada gracias, ah ya, ya, ya veo, ah bueno, bueno, okey dokey, bendecido, amen, que bueno, que bien, me alegro, con gusto, igual, igualmente, a usted, lo hare, asi lo hare, se lo dire, no hay problema, no se preocupe, no te preocupes, tranquilo, tranquila, olvidalo, olvidelo, no importa, a la orden, perdon, disculpe, disculpa, disculpen, hecho, chequeo eso, wow, ay, uy, aja, ajá, ujum, mmm, prueba, ok listo, ok perfecto, ok bien, ok entendido, ok dale, ok esta bien, cool gracias`)
	farewells = patterns(`bye, bye bye, goodbye, good bye, good night, goodnight, see you, see you later, see you soon, see you then, see you tomorrow, see you there, see you today, see ya, cya, take care, take it easy, have a good day, have a great day, have a nice day, have a good one, have a great one, have a good night, have a great night, have a good evening, have a great evening, have a good weekend, have a great weekend, have a nice weekend, have a blessed day, have a wonderful day, have a beautiful day, enjoy your day, enjoy your weekend, enjoy the rest of your day, ttyl, talk to you later, talk later, talk soon, later, until then, peace,
		adios, chao, chau, bye bye, hasta luego, hasta pronto, hasta manana, hasta la vista, hasta entonces, hasta la proxima, nos vemos, nos vemos pronto, nos vemos luego, nos vemos manana, nos vemos entonces, nos vemos alla, nos vemos el #weekday, alla nos vemos, cuidese, cuidate, cuidense, que este bien, que esten bien, que estes bien, que tenga buen dia, que tenga un buen dia, que tenga lindo dia, que tenga un lindo dia, que tengas buen dia, que tengas un buen dia, que tengan buen dia, que tengan un buen dia, que tenga buena tarde, que tenga buenas noches, que pase buen dia, que pase un buen dia, que pases buen dia, que pasen buen dia, que pasen un buen dia, que pase buenas noches, que pase buena tarde, que pase bonito dia, que pasen bonito dia, que descanse, que descansen, un abrazo, abrazos, feliz noche, feliz fin de semana, feliz resto del dia, buen fin de semana, lindo dia, bonito dia, linda tarde, see you el #weekday, hablamos, hablamos luego, luego hablamos`)
	identity = patterns(`who is this, whos this, who are you, what are you, what is your name, whats your name, are you a bot, are you a robot, are you a real person, are you a person, are you human, are you a human, are you real, are you an ai, are you ai, are you lara, is this a bot, is this a robot, is this a real person, is this automated, is this an ai, is this lara, is this a person, am i talking to a bot, am i talking to a robot, am i talking to a real person, am i talking to a person, am i talking to a human, am i speaking with a person, am i speaking to a person, am i chatting with a bot, is this a machine, are you a machine, with whom am i speaking, who am i speaking with, who am i talking to, who am i speaking to,
		quien es, quien eres, quien es usted, quien habla, quien me habla, quien me escribe, con quien hablo, con quien estoy hablando, con quien tengo el gusto, con quien tengo el placer, como te llamas, como se llama, como se llama usted, cual es tu nombre, cual es su nombre, eres un robot, eres un bot, eres una maquina, eres una persona, eres una persona real, eres humano, eres humana, eres real, eres lara, es un robot, es un bot, es una maquina, es una persona, es usted un robot, es usted una persona, es usted una maquina, esto es un robot, esto es un bot, esto es automatico, eres una ia, eres ia, eres una inteligencia artificial, estoy hablando con un robot, estoy hablando con una persona, estoy hablando con una maquina, estoy hablando con un bot, hablo con una persona, hablo con un robot, hablo con una maquina, que eres`)
	// fillers may stand around small talk and questions and say nothing.
	fillers = set(`lara please por favor porfa porfavor plis oh ah well bueno sir maam madam miss mam friend friends amigo amiga doctor doctora dr dra everyone everybody all todos todas guys team equipo again de nuevo nuevamente very muy much mucho mucha so just very really un una the day dia today hoy now tonight mijo mija nena mi amor senor senora senorita then pues entonces 1 2 3 4 5 6 7 8 9 0`)
)

// smallTalk says what kind of small talk a clause is; noTalk when there is more in it.
func smallTalk(words []string) talk {
	kind := noTalk
	for i := 0; i < len(words); {
		end, found := 0, noTalk
		for _, k := range talks {
			if to := k.longest(words, i); to > max(end, i) {
				end, found = to, k.kind
			}
		}
		switch {
		case end > i:
			kind, i = max(kind, found), end
		case fillers[words[i]] || digits(words[i]):
			i++
		default:
			return noTalk
		}
	}
	return kind
}

// talks are the kinds of small talk. Where one clause is of several, the later kind is answered.
var talks = []struct {
	kind talk
	wordings
}{{nod, agreements}, {greeting, greetings}, {farewell, farewells}, {thanking, thanks}, {whoAreYou, identity}}

func digits(word string) bool {
	for _, c := range word {
		if c < '0' || c > '9' {
			return false
		}
	}
	return word != ""
}
