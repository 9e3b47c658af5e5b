package lara

// This file holds the words of danger. How they are weighed stands in danger.go.

// weight says how a sign of danger is read.
type weight int

const (
	grave weight = iota // a life at stake, said of somebody: only a plain "no" or a figure of speech takes it away
	noun                // "pain", "dolor": said of somebody unless denied, asked about in general, or somebody else's
	state               // "swollen", "hinchado": as a noun, and "is not" denies it
	verb                // "hurts", "duele": denied by a word right before it
)

// sign is a list of wordings of one weight.
type sign struct {
	weight weight
	wordings
}

var signs = []sign{
	{grave, patterns(`
		cant .. breathe, cant .. breathing, can not breathe, can barely breathe, cant hardly breathe, barely breathing, hardly breathe, hard to breathe, hard time breathing, not breathing, isnt breathing, stopped breathing, struggling to breathe,
		gasping, turning blue, throat .. closing, throat .. closed up, cerrando la garganta, garganta .. cerrando, garganta .. cerro, respira* con dificultad, respira* mal, respira* raro, se me/le durmio .. cara/brazo/lado/lengua/pierna, se me/le durmio .. mitad, no vale la pena vivir, no puedo respirar, no puede respirar, no pueden respirar, no podemos respirar, casi no respira*, no puedo casi respirar, no respiro, no respira, no esta respirando, no estoy respirando, dejo de respirar, me/le/nos cuesta .. respirar,
		me falta el/la/mucho aire/respiracion, le falta el/la/mucho aire/respiracion, me quedo sin aire, me estoy quedando sin aire, me ahogo, se ahoga, se me ahoga, me estoy ahogando, se esta ahogando, se esta asfixiando, me asfixio, me estoy asfixiando,
		se esta poniendo azul/morado/morada, choking, me atragante, se atraganto, se esta atragantando,
		kill/hurt/harm/cut/hang/shoot myself, killing/hurting/harming/cutting myself, end my/it life/all, ending my life, take my own life, want to die, wants to die, wanna die, dont want to live, dont want to be alive, better off dead, want to be dead,
		suicid*, no quiero vivir, no quiero seguir viviendo, no quiero .. vivir mas, quiero morir, quiero morirme, me quiero morir, quisiera morirme, me quiero matar, quiero matarme, voy a matarme, me voy a matar, matarme, quitarme la vida, acabar con mi vida, me quiero quitar la vida, hacerme dano, cortarme las venas,
		going to kill me, gonna kill me, wants to kill me, trying to kill me, me va a matar, me quiere matar, quiere matarme, me esta pegando, me pega, hes hitting me, is hitting me, he hits me, being attacked, got shot, been shot, was shot, got stabbed, been stabbed, was stabbed, me dispararon, le dispararon, un tiro, un balazo, nosebleed .. stop, nose bleed .. stop, me apunal*, lo apunal*, me asaltaron,
		overdos*, sobredosis, poisoned, envenen*, intoxic*, took too many pills, took .. whole bottle, swallowed .. battery/pills/pill/bleach/coin/needle/glass/poison/crown/tooth/magnet, drank bleach/poison, se trago/tomo .. bateria/pila/pastillas/cloro/moneda/aguja/vidrio/veneno/iman,
		se me trago, me trague .. corona/diente/aguja/pedazo, tomo cloro, tome cloro, me tome .. frasco, passed out, passing out, pass out, blacked out, fainted, fainting, im going to faint, collapsed, unconscious, unresponsive, wont wake up, not waking up, wont respond, not responding,
		me desmaye, se desmayo, se me desmayo, desmayad*, desmayando, me voy a desmayar, se va a desmayar, perdio el conocimiento, perdi el conocimiento, perdio el sentido, sin conocimiento, inconsciente, #person .. no responde, no reacciona, no despierta, no se despierta, se desplomo, se desvanecio,
		having a stroke, having a heart attack, having a seizure, having seizures, having convulsions, had a stroke, had a heart attack, had a seizure, convulsionando, convulsiono, le dio un infarto, me dio un infarto, me esta dando un infarto, le esta dando un infarto, le dio un derrame, le dio una convulsion,
		face is drooping, face drooping, slurred speech, cant move .. #body, cant feel .. #body, cant swallow, cant open .. mouth, cant stop .. bleeding, cant stop .. blood, wont stop bleeding, doesnt stop bleeding, not stop bleeding, hasnt stopped bleeding, havent stopped bleeding, didnt stop bleeding, never stopped bleeding, keeps bleeding, kept bleeding, keep bleeding, cant see, lost .. vision,
		no para de sangrar, no ha parado de sangrar, no deja de sangrar, no ha dejado de sangrar, no paro de sangrar, no dejo de sangrar, sigue sangrando, sigo sangrando, no puedo parar .. sangr*, no para .. sangr*, no se detiene .. sangr*, no puedo mover .. #body, no siento .. cara/brazo/pierna/lado/mano/lengua/cuerpo, no puedo tragar, no puede tragar, no puedo abrir .. boca, no puedo ver, no veo nada,
		wont stop hurting, doesnt stop hurting, hasnt stopped hurting, not stop hurting, keeps hurting, no para de doler*, no me/le para de doler*, no me/le deja de doler*, no me/le deja de sangrar, no me/le para de sangrar, no deja de doler*, no ha dejado de doler*, no ha parado de doler*, sigue doliendo*, sigue doliendome, sigue con dolor, sigo con dolor,
		#person is dying, im dying, i am dying, i think im dying, feel like im dying, going to die, about to die, gonna die, me estoy muriendo, se esta muriendo, se me esta muriendo, me muero, siento que me muero, creo que me muero, me voy a morir, se me muere, nos morimos,
		in labor, water broke, rompi fuente, rompio fuente, losing the baby, having contractions, having a miscarriage, perdiendo el bebe, perdiendo al bebe, estoy de parto,
		auxilio, call 911, call an ambulance, need an ambulance, need ambulance, llamen .. ambulancia, necesito .. ambulancia, manden .. ambulancia`)},
	{noun, patterns(`
		pain, pains, ache, aches, achy, toothache, toothaches, headache, headaches, earache, stomachache, backache, migraine, cramps, cramping, agony, bleeding, blood, hemorrhage, hemorrhaging, swelling, fever, fevers, infection, abscess, pus,
		chest pressure, chest tightness, trouble breathing, difficulty breathing, problems breathing, shortness of breathe, short of breathe, breathing problems, heart attack, stroke, seizure, seizures, convulsions, concussion, allergic reaction, anaphyla*, hives, palpitations,
		emergency, accident, car crash, crashed, dizzy, dizziness, vomiting, throwing up, vomited, threw up, discomfort .. #body, burning sensation, deep cut, bad cut, gash, nosebleed, nosebleeds, wound, injury, numbness .. #body, loose #tooth .. accident, miscarriage, overheating stroke, sepsis,
		dolor, dolores, dolorazo, dolorcito, dolor*on, sangrado, sangramiento, sangre, hemorragia, hinchazon, inflamacion, fiebre, calentura, infeccion, absceso, pus, postema, flemon, punzada, punzadas, calambre, calambres, contracciones, cortadura, cortada .. #body, colicos, jaqueca, migrana, presion en el pecho, opresion en el pecho,
		dificultad para respirar, dificultad al respirar, problema* para respirar, falta de aire, infarto, derrame cerebral, ataque al corazon, ataque cardiaco, convulsion*, reaccion alergica, ronchas, emergencia, emergencias, urgencia, accidente, choque, asfixia, mareo, mareos, vomitos,
		molestia* en .. #body, ardor en .. #body, golpe en .. #body, herida, quemadura, fractura, palpitaciones, aborto espontaneo`)},
	{state, patterns(`
		painful, sore, swollen, inflamed, infected, throbbing, excruciating, unbearable, feverish, numb, injured, wounded, bleeding, puffy, swelled up, burned, nauseous,
		doloros*, adolorid*, hinchad*, inchad*, inflamad*, infectad*, insoportable, lastimad*, herid*, mareado, mareada, ensangrentad*, fracturad*, quemad*, golpead*, afiebrad*,
		broken/cracked/fractured/chipped/shattered #body, broken/cracked/fractured/chipped wisdom #body, #tooth rot*, #tooth partid*, #tooth quebrad*, #tooth fracturad*, #tooth astillad*, dislocated, dislocad*, #body rot*, #body .. como un globo, #body .. like a balloon`)},
	{verb, patterns(`
		hurt, hurts, hurting, hurtin, aching, ached, bleed, bleeds, bled, throbs, stings, stinging, burns, swells, swell, swelling up, swelled, burst open,
		duele, duelen, doliendo, doliendome, sangra, sangran, sangrando, sangrandome, sangro, inflamo, inflama, arde, arden, ardiendo, late .. #body, no aguanto $, no aguanto mas $, cant take it anymore $, cant take it any longer $, duela tanto/mucho/asi/todavia/aun, no paro/para/paramos/deja/dejo de vomitar, vomitando, vomito, vomite, convulsiona,
		me/le/nos molesta* .. #tooth, me/le molesta* .. encia, #tooth .. me .. molest*, hincho, hincha, hinchando, inflamando,
		is/are/been/its killing me, its killing, killing me, me/nos mata, me/nos matan, me/nos esta/estan/tiene matando, matandome, empezo a doler*, empieza a doler*, comenzo a doler*, volvio a doler*, empezo a sangrar, comenzo a sangrar, empieza a sangrar, volvio a sangrar,
		knocked .. out .. #tooth, #tooth .. knocked .. out, #tooth fell out, #tooth came out, #tooth broke, #tooth just/has/got/also/is broke/broken/cracked/chipped, #tooth cracked, #tooth chipped, #tooth split, lost a/my #tooth, broke/broken/fractured/cracked/chipped/dislocated/sprained/twisted/cut/burned/burnt/injured/bit/hit/bumped/banged/smashed/busted/crushed/hurting #mine .. #body,
		broke a #body, cracked a #tooth, chipped a #tooth, i fell, ive fallen, #person fell, he fell, she fell, hit by a car, run over, hit in the #body, hit #mine head, dog bite, bitten by, dog bit, i cut myself, i burned myself, i injured myself, #person cut himself, #person cut herself,
		me cai, se me cayo, se cayo, me golpee, me golpie, se golpeo, me di un golpe, se dio un golpe, se dio .. golpe, me di .. golpe, me di en .. #body, se dio en .. #body, le dieron un golpe, me dieron un golpe, me dieron en .. #body, me atropell*, lo atropell*, la atropell*, me choc*, nos chocaron, choque el carro,
		se me partio/rompio/quebro/fracturo/zafo/rajo/astillo/salio .. #tooth, se le partio/rompio/quebro/fracturo/zafo/rajo/astillo/salio/cayo .. #tooth, se partio/rompio/quebro/fracturo/rajo/astillo .. #body, #tooth .. se partio/rompio/quebro/fracturo/rajo/astillo, #tooth .. se me partio/rompio/quebro/fracturo/rajo/astillo/zafo,
		me corte/queme/rompi/parti/fracture/torci/disloque/lastime/mordi/machuque .. #body, se corto/quemo/rompio/partio/fracturo/torcio/lastimo/machuco .. #body, me corte, me queme, me fracture, me lastime, se quemo, se lastimo, me lastimo, me mordio, lo mordio, la mordio, le mordio`)},
}

// figures are figures of speech and compounds in which the words of danger mean none.
var figures = patterns(`
	pain in the neck, pain in the ass, pain in the butt, pain in the rear, pain point*, what a pain, its a pain, such a pain to, is a pain to, a pain to, pain management, pain clinic, painkiller*, pain free, pain reliever*, pain tolerance,
	a headache to, a huge headache to, paperwork .. headache, billing .. headache, bill .. headache, parking .. headache, insurance .. headache, website .. headache, app .. headache, dolor de cabeza .. factura, dolor de cabeza .. seguro, dolor de cabeza .. pagina, dolor de cabeza .. tramite*, dolor de cabeza .. papel*, factura .. dolor de cabeza, tramite* .. dolor de cabeza, seguro/plan/portal/pagina/app .. dolor de cabeza, dolor de cabeza .. portal/app/tramite, papeleo .. dolor de cabeza,
	growing pains, no pain no gain, hurt/hurts/hurting .. wallet/pocket/pockets/feelings/budget/pocketbook/pride, hurts to pay/say/admit/see, hurt to ask/try/check/call, hurt my credit, hurt our credit, dying laughing, dying of laughter/boredom/curiosity/hunger/embarrassment/thirst, dying from laughter, dying to, dying for, going to die of laughter/boredom/embarrassment, want to die of embarrassment/shame,
	me muero de .. risa/hambre/ganas/calor/frio/sueno/curiosidad/verguenza/aburrimiento/amor/envidia/nervios/sed/pena/felicidad/alegria/emocion/cansancio, me muero de la risa, me estoy muriendo de .. risa/hambre/ganas/calor/frio/sueno/curiosidad/verguenza/aburrimiento/sed/pena, me muero por, me muero si, me quiero morir de .. risa/verguenza/pena, me voy a morir de .. risa/hambre/aburrimiento/verguenza, muerto de, muerta de, muriendo por, muero del aburrimiento,
	duele .. bolsillo/cartera/alma/presupuesto, pagar .. duele, duele pagar/gastar/decir*/admitir*, dolor de bolsillo, price* .. killing me, cost* .. killing me, wait* .. killing me, traffic .. killing me, suspense .. killing me, heat .. killing me, bill* .. killing me, rate* .. killing me, fee* .. killing me, line .. killing me, work .. killing me, app .. killing me, site .. killing me,
	youre killing me, you are killing me, you guys are killing me, guys killing me, killing me with, curiosity is killing me, kids are killing me, precio* .. mat*, espera .. mat*, calor .. mat*, trafico .. matando, tapon .. mat*, factura .. mat*, deuda* .. mat*, cuota* .. mat*, curiosidad .. mat*, trabajo .. mat*, me mata el precio, me matan los precios, me matan con, me mata con, me mata la espera, me mata la curiosidad, me esta matando el precio, me esta matando la espera, me esta matando el calor, me estan matando los precios, me estan matando con,
	kill/killed/die/dying phone, phone is dying, phone died, battery is dying, battery dying, cel* .. muriendo, muriendo .. cel*/telefono/bateria/carro, telefono .. muriendo, bateria .. muriendo, mi mama me mata, mi mama me va a matar, mi papa me va a matar, mi esposo me va a matar, mi esposa me va a matar, wife is going to kill me, husband is going to kill me, mom is going to kill me, boss is going to kill me, mom is gonna kill me, wife is gonna kill me, mi jefe me va a matar, me va a matar mi,
	me ahogo en .. trabajo/deuda*/papel*/risa, ahogando en .. deuda*/trabajo/papel*, me ahogo de la risa, breathe .. laughing, respirar de la risa,
	blood test*, blood work, bloodwork, blood pressure, blood type, blood sugar, blood draw, blood donation, blood bank, blood lab*, blood sample*, blood result*, blood count, blood thinner*, blood glucose, draw .. blood, drawing blood, give blood, donate blood, blood drive, blood orange, prueba* de sangre, analisis de sangre, muestra* de sangre, laboratorio* de sangre, tipo de sangre, donar sangre, donacion de sangre, banco de sangre, examen* de sangre,
	resultados de sangre, conteo de sangre, sacar* sangre, sacan sangre, sacaron sangre, sangre azul, azucar en la sangre, azucar en sangre, presion de la sangre, bleeding money, bleeding edge, heart bleeds, hay fever, cabin fever, fever dream, dengue fever, fiebre del dengue, yellow fever, fiebre amarilla, scarlet fever,
	emergency contact*, emergency number*, emergency room, emergency kit, emergency fund, emergency exit, emergency phone, emergency hours, emergency line, emergency policy, emergency fee*, emergency coverage, emergency services, emergency service, contacto* de emergencia, numero* de emergencia*, telefono* de emergencia*, salida de emergencia, fondo de emergencia, sala de emergencia*, sala de urgencia*, centro de urgencia*, servicio* de emergencia*, horario de emergencia*, urgent care,
	by accident, por accidente, accident insurance, seguro de accidente*, seguro contra accidente*, accident report, accident policy, poliza de accidente*, infection control, control de infeccion*, stroke of luck, have a heart attack when i, heart attack when i saw .. price/bill, infarto cuando vi .. precio/factura/cuenta, infarto con .. precio*/factura/cuenta, infarto al ver,
	i fell asleep, i fell in love, i fell for, i fell behind, i fell off the list, fell through, se cayo la llamada, se cayo el sistema, se cayo la pagina, se cayo la linea, se cayo el internet, se cayo la senal, se me cayo la llamada, se me cayo la senal, se me cayo el telefono, se me cayo el celular, se me cayo el cel, se me cayo .. corona, se me cayo .. empaste, se me cayo .. relleno, se me cayo .. bracket*, se me cayo .. placa, se me cayo .. retenedor, se me cayo .. pelo, se me cayo .. app,
	se cayo .. corona, se cayo .. empaste, se cayo .. relleno, se le cayo .. leche, se me cayo .. leche, me cai de la lista, me cai del sistema, me cai de la llamada, baby tooth fell out, baby #tooth, lost a baby tooth, diente* de leche, corte de pelo, corte de luz, me corte el pelo, me cortaron la llamada, me corte .. pelo,
	choque de horario*, choque de cita*, burn out, burned out, quemado del trabajo, estoy quemada, estoy quemado, numb to, sore loser, sore subject, sore spot, stings a bit, poison ivy, perdon* la molestia, disculp* la* molestia*, sorry .. discomfort,
	cero dolor, zero pain, painless, sin dolor alguno, hit my number, hit my plan, hit my limit, hit my deductible`)

// jokes take everything back but a life at stake.
var jokes = patterns(`jk, just kidding, kidding, im joking, only joking, just joking, it was a joke, es broma, era broma, fue broma, es una broma, bromeando, estoy bromeando, false alarm, falsa alarma, vacilando, es un chiste, es vacilon`)

// overs say that it is over.
var overs = patterns(`
	^ ya paso, ya se me paso, ya se paso, ya se me quito, ya se le quito, ya se quito, ya se me fue, ya se fue, ya paro, ya para, ya estoy bien, ya esta bien, ya estamos bien, ya esta mejor, ya estoy mejor, ya me siento bien, ya me siento mejor, ^ ya no $, ahora no $, hoy no $, ya bajo, ya me bajo, ya se calmo, ya se me calmo, ya se alivio, ya se me alivio, me siento mejor, estoy mejor, se siente mejor,
	its gone, it is gone, its gone now, it went away, it has gone away, its better, it is better, its better now, im fine now, im ok now, im okay now, i am fine now, im better, im feeling better, feeling better, feel better now, feels better, all better, it stopped, it has stopped, its stopped, not anymore, not any more, hes fine now, shes fine now, hes ok now, shes ok now, its fine now, all good now, it doesnt anymore, it no longer does`)

// stills say that it goes on.
var stills = set(`still todavia aun sigue sigo siguen siga seguimos continua continue continues worse worsening peor empeora empeorando empeoro again anymore`)

// laughing is where it hurts from joy.
var laughing = patterns(`de tanto reir*, de tanto reirme, de la risa, de tanta risa, from laughing, laughing so, from laughter, from smiling`)
