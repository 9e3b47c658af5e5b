package lara

import "strings"

// This file holds the words by which questions and entries are compared: which mean the same in either language, and
// which name nothing.

// concepts are words of one meaning. In capitals: what is asked about a thing (its price, its hours); else the thing.
var concepts = `
HOURS: hour hours schedule schedules open opens opening opened close closes closing closed horario horarios hora horas abierto abiertos abierta abiertas abren abre abrir abran abriendo cierran cierra cerrar cerrado cerrados cerrada cerradas operating operan
PRICE: price prices pricing cost costs fee fees charge charges rate rates expensive cheap cheaper quote estimate precio precios cuesta cuestan costo costos coste costara vale valen cobran cobra cobrando tarifa tarifas caro cara barato barata sale salen estimado presupuesto $ dollar dollars dolares dolar
LOCATION: where located location locations address addresses directions direction donde ubicado ubicados ubicada ubicacion ubican direccion queda quedan localizado localizados localizada localizacion mapa map street calle avenida avenue carretera ave suite piso floor building edificio behind detras near cerca esquina corner
INSURANCE: insurance insurances insurer insurers coverage cover covers covered network seguro seguros aseguradora aseguradoras cubierta cubre cubren cubierto plan planes plans
PAYMENT: pay paying payment payments methods metodos pago pagos pagar
DURATION: duration last lasts minutes dura duran tarda tardan demora demoran minutos duracion
SERVICES: service services treatments servicio servicios tratamientos procedures procedimientos specialties specialty especialidad especialidades
PHONE: phone telephone telefono tel fone
EMAIL: email mail correo
WEBSITE: website web webpage pagina sitio
APPOINTMENT: appointment appointments cita citas turno turnos booking book agendar
ACCEPT: accept accepts accepting accepted take takes taking aceptan acepta aceptar aceptado aceptados cogen coge coger toman toma tomar reciben recibe
parking: parking park estacionamiento estacionamientos estacionar estacionarme estacionarse parquear parqueo parkear
child: kid kids child children pediatric pediatrics nino ninos nina ninas nene nenes nena nenas infantil pediatrico pediatria menor menores baby babies bebe bebes toddler toddlers hijo hijos hija hijas daughter daughters
cleaning: cleaning cleanings limpieza limpiezas prophylaxis profilaxis
whitening: whitening whiten bleaching blanqueamiento blanqueamientos blanquear blanquearme blanqueado
implant: implant implants implante implantes
crown: crown crowns corona coronas
filling: filling fillings empaste empastes relleno rellenos resina resinas
extraction: extraction extractions extraccion extracciones extraer
endodontics: endodoncia endodoncias endodontics endodontic rootcanal
braces: braces frenos brackets braquets orthodontics orthodontist orthodontic ortodoncia ortodoncista bracket
aligner: aligners aligner alineadores alineador
denture: denture dentures dentadura dentaduras
wisdom: cordal cordales wisdomtooth
xray: xray xrays radiografia radiografias
checkup: checkup checkups chequeo chequeos evaluacion evaluaciones evaluation evaluations exam exams examen examenes consulta consultas consultation consultations
veneer: veneer veneers carilla carillas
sedation: sedation sedacion sedated
vaccine: vaccine vaccines vaccination vaccinations vacuna vacunas vacunacion
lab: lab labs laboratorio laboratorios bloodtest
prescription: prescription prescriptions refill refills receta recetas
record: records record expediente expedientes
result: result results resultado resultados
form: form forms formulario formularios
referral: referral referrals referido referidos
spanish: spanish espanol
english: english ingles
language: language languages idioma idiomas bilingual bilingue
wheelchair: wheelchair wheelchairs accessible accesible impedidos discapacidad discapacitados disability handicap handicapped rampa ramp
pet: pet pets mascota mascotas dog dogs perro perros cat cats gato gatos
mask: mask masks mascarilla mascarillas
emergency: emergency emergencies emergencia emergencias urgencia urgencias
walkin: walkin walkins
newpatient: newpatient newpatients
bring: bring traer llevar
cancel: cancel cancellation cancellations cancelling cancelar cancelacion cancelaciones cancelo
policy: policy policies politica politicas
late: late atraso
discount: discount discounts descuento descuentos oferta ofertas promocion promociones special specials especial especiales promotion promotions offers
senior: senior seniors mayores envejecientes
card: card cards tarjeta tarjetas visa mastercard amex
cash: cash efectivo
check: check checks cheque cheques
athmovil: athmovil ath
financing: financing finance installment installments financiamiento financiar financian plazos
branch: branch branches sucursal sucursales otherplace
holiday: holiday holidays feriado feriados festivo festivos
lunch: lunch almuerzo
restroom: restroom restrooms bathroom bathrooms bano banos
wifi: wifi internet
free: free gratis gratuito gratuita gratuitos
weekend: weekend weekends finde
weekday: weekday weekdays
doctor: 
warranty: warranty guarantee garantia garantias
gum: gum gums encia encias
tooth: tooth teeth diente dientes muela muelas
morning: morning mornings mananas
evening: evening evenings night nights noche noches
afternoon: afternoon afternoons tardes
medicare: medicare
medicaid: medicaid reforma vital
monday: monday mondays lunes mon
tuesday: tuesday tuesdays martes tue tues
wednesday: wednesday wednesdays miercoles wed
thursday: thursday thursdays jueves thu thur thurs
friday: friday fridays viernes fri
saturday: saturday saturdays sabado sabados sat
sunday: sunday sundays domingo domingos sun
`

// turn is a run of words that names one concept.
type turn struct {
	pattern pattern
	name    string
}

// turns are all of them; of several at one place the first counts.
var turns = []turn{
	{compile("how much"), "PRICE"}, {compile("que precio"), "PRICE"}, {compile("cuanto/cuanta/cuantos tiempo"), "DURATION"}, {compile("how long"), "DURATION"}, {compile("cuanto dura/duran/tarda/tardan/demora"), "DURATION"},
	{compile("cuanto"), "PRICE"}, {compile("a como"), "PRICE"},
	{compile("my/his/her/your son/sons"), "child"}, {compile("how late"), "HOURS"}, {compile("how early"), "HOURS"}, {compile("hours of operation/service/business/work"), "HOURS"}, {compile("hora/horas/horario/horarios de servicio/operacion/operaciones/trabajo/atencion/oficina"), "HOURS"}, {compile("direccion fisica/postal/exacta"), "LOCATION"}, {compile("physical/mailing/street/exact address"), "LOCATION"},
	{compile("can/could i/we call"), "PHONE"}, {compile("puedo/podemos llamar"), "PHONE"}, {compile("what number"), "PHONE"}, {compile("que numero"), "PHONE"}, {compile("numero .. llamar/llamo"), "PHONE"},
	{compile("what/which time/times"), "HOURS"}, {compile("que hora/horas"), "HOURS"}, {compile("business hours"), "HOURS"},
	{compile("payment plan/plans"), "financing"}, {compile("plan/planes de pago/pagos"), "financing"}, {compile("plan/planes medico/medicos/dental/dentales"), "INSURANCE"},
	{compile("how do/can/to i get there"), "LOCATION"}, {compile("how do/can/could i get to"), "LOCATION"}, {compile("como llego/llegar"), "LOCATION"}, {compile("zip code"), "LOCATION"}, {compile("codigo postal"), "LOCATION"}, {compile("get there"), "LOCATION"}, {compile("como se llega"), "LOCATION"},
	{compile("phone/telephone number/numbers"), "PHONE"}, {compile("numero/numeros de telefono/contacto/tel"), "PHONE"}, {compile("numero telefonico"), "PHONE"}, {compile("contact number"), "PHONE"}, {compile("number to call"), "PHONE"}, {compile("your number"), "PHONE"}, {compile("su/tu numero"), "PHONE"}, {compile("call you"), "PHONE"}, {compile("llamarlos/llamarles"), "PHONE"},
	{compile("forms/form/ways/way of payment/paying"), "PAYMENT"},
	{compile("how do/can/could/to/should i/you/we/make/book/schedule .. appointment/appointments"), "BOOKING"}, {compile("como hago/saco/puedo/se/hacer/sacar/hacemos/agendo .. cita/citas"), "BOOKING"},
	{compile("correo electronico"), "EMAIL"}, {compile("web site"), "WEBSITE"}, {compile("e mail"), "EMAIL"},
	{compile("root canal/canals"), "endodontics"}, {compile("tratamiento/tratamientos de canal/nervio"), "endodontics"}, {compile("x ray/rays"), "xray"}, {compile("rayos x"), "xray"}, {compile("wisdom tooth/teeth"), "wisdom"}, {compile("muela/muelas del juicio"), "wisdom"}, {compile("wi fi"), "wifi"},
	{compile("pull/pulling/pulled .. tooth/teeth"), "extraction"}, {compile("sacar/sacan/sacarme/sacarse .. muela/muelas/diente/dientes/cordal/cordales"), "extraction"}, {compile("check up/ups"), "checkup"},
	{compile("blood test/tests/work"), "lab"}, {compile("prueba/pruebas/laboratorio/laboratorios de sangre"), "lab"},
	{compile("credit/debit card/cards"), "card"}, {compile("tarjeta/tarjetas de credito/debito"), "card"}, {compile("credit/debit"), "card"}, {compile("credito/debito"), "card"}, {compile("ath movil"), "athmovil"}, {compile("apple pay"), "applepay"}, {compile("google pay"), "googlepay"}, {compile("care credit"), "carecredit"},
	{compile("triple s/ese"), "triples"}, {compile("first medical"), "firstmedical"}, {compile("plan vital"), "medicaid"}, {compile("mi salud"), "medicaid"}, {compile("blue cross .. shield"), "bluecross"}, {compile("blue cross"), "bluecross"}, {compile("cruz azul"), "bluecross"}, {compile("delta dental"), "deltadental"}, {compile("united healthcare/health"), "united"}, {compile("la reforma"), "medicaid"},
	{compile("walk in/ins"), "walkin"}, {compile("sin .. cita"), "walkin"}, {compile("without .. appointment"), "walkin"}, {compile("orden de llegada"), "walkin"},
	{compile("new patient/patients"), "newpatient"}, {compile("paciente/pacientes nuevo/nuevos/nueva/nuevas"), "newpatient"}, {compile("nuevo/nuevos paciente/pacientes"), "newpatient"},
	{compile("wheel chair"), "wheelchair"}, {compile("silla de ruedas"), "wheelchair"}, {compile("other/another/second office/offices/location/locations/branch/clinic/place"), "branch"}, {compile("otra/otras/segunda oficina/oficinas/sucursal/sucursales/clinica/localidad/localidades/ubicacion"), "branch"}, {compile("otro local"), "branch"},
	{compile("fin/fines de semana"), "weekend"}, {compile("week end/ends"), "weekend"}, {compile("entre semana"), "weekday"}, {compile("dia/dias de semana"), "weekday"}, {compile("por/en/de la manana"), "morning"}, {compile("por/en/de la tarde"), "afternoon"}, {compile("por/en/de la noche"), "evening"},
	{compile("dias feriados"), "holiday"}, {compile("dia feriado"), "holiday"}, {compile("bank holiday"), "holiday"}, {compile("senior citizen/citizens"), "senior"}, {compile("envejeciente/envejecientes"), "senior"},
	{compile("personas mayores"), "senior"}, {compile("a m"), ""}, {compile("p m"), ""}, {compile("llegar/llego/llegue tarde"), "late"}, {compile("medical record/records"), "record"}, {compile("flu shot/shots"), "flu"}, {compile("vacuna/vacunas .. influenza"), "flu"}, {compile("flu vaccine/vaccines"), "flu"},
}

// kinds of things that ask for a topic of their own: an insurer named in a description of the way says nothing about
// insurance.
var (
	insurers  = set(`triples mcs mmm humana human firstmedical medicare medicaid aetna cigna bluecross deltadental united metlife guardian anthem molina kaiser tricare ambetter oscar`)
	payments  = set(`card cash check athmovil applepay googlepay carecredit paypal venmo zelle financing`)
	treatment = set(`cleaning whitening implant crown filling extraction endodontics braces aligner denture wisdom xray checkup veneer sedation vaccine lab prescription flu botox`)
	dayThings = set(`monday tuesday wednesday thursday friday saturday sunday weekend weekday`)
	partOfDay = set(`morning afternoon evening`)
)

// relative are days that only a clock can tell.
var relative = set(`today tonight tomorrow now currently hoy ahora ahorita manana`)

// idle are words that name nothing: grammar, manners, and what every office has.
var idle = set(`
	i im ive id ill me my mine myself we us our you your yours youre u he she it its they them their this that these those there here theres who whos whom what whats which when how hows why
	a an the and or but if so as of to in on at by for from with into onto about around than then also too only just even still right yet again very really quite more most much many some any every each all both either such no not dont doesnt
	is are am was were be been being do does did done doing have has had having can could will would shall should may might must cant wont isnt arent let lets get gets getting got give gives go goes going come comes coming make makes
	want wants wanted need needs needed like likes would looking look know knows knowing tell tells ask asks asking asked say says said see sees find finds wondering wonder wondered curious hoping hope possible possibly able help helps please thanks thank
	offer offers offering offered provide provides providing provided perform performs handle handles treat treats work works working use uses using available usually normally typically currently exactly actually kind kinds type types sort sorts
	question questions quick info information details detail thing things something anything stuff way ways process different various certain regarding concerning doing long far near
	hi hello hey good sir maam lara ok okay yes yeah well oh um hmm
	office offices clinic clinics practice place places business store dentist dentists doctor doctors dr team staff people person guys patient patients dental medical center centre company
	day days week weeks time times year years per between during through till until after before upon each once
	yo tu usted ustedes el ella ellos ellas nosotros mi mis su sus tus nuestro nuestra se le les lo la los las un una unos unas al del de a en con sin por para y o u e ni que cual cuales quien quienes como cuando cuanta porque si no ya
	es son esta estan estoy estamos eres soy somos era fue ser estar hay habra tengo tiene tienen tenemos tener tengan tenga tendran quiero quiere quieren quisiera queria necesito necesita necesitan necesitar puedo puede pueden podria podrian podemos poder
	hacer hago hace hacen haga hacerme hacerse saber conocer decir dime digame decirme diga dice dicen preguntar pregunta preguntas duda dudas consultar informacion info detalles favor porfavor porfa gracias gustaria interesa interesado interesada
	ofrecen ofrece ofrecer brindan brinda brindar dan da dar realizan realiza realizar manejan trabajan trabaja trabajar atienden atiende atender usan usa tratan proveen venden consigo conseguir
	este esto estos estas ese esa eso esos esas aqui alli ahi alla algo alguno algun alguna algunos algunas cada todo toda todos todas muy mas menos tambien ademas solo solamente entonces pues sobre acerca desde hasta entre durante segun
	tipo tipos clase clases forma formas manera maneras cosa cosas proceso normalmente usualmente actualmente posible
	hola buenas buenos dias dia saludos oficina oficinas clinica clinicas consultorio lugar negocio local centro dentista dentistas doctor doctora doctores doctoras dra equipo personal gente persona personas paciente pacientes medico medica medicos
	semana semanas ano anos mes meses vez veces tiempo ir voy va van vamos vengo venir visitar visitarlos vaya pasar llegar estar usando senor senora cual porfis tal fue sido he ha han
	send sends sending show envia envian enviar enviarme manda mandan mandar mandarme mandame ven vean veo ver
	dentales contrato regular regulares sacar interested trabajando pequeno pequenos pequena pequenas little small young physical fisica
	really exact exacto exacta general generally ever anyone anybody alguien nadie
	mucho mucha muchos muchas poco bien bueno tan tanto cualquier cualquiera`)

// intro are clauses that only lead up to something.
var intro = patterns(`
	^ my name is, ^ my names, ^ me llamo, ^ mi nombre es, ^ mi nombre completo, ^ i have a question, ^ i have a quick question, ^ i have another question, ^ i have some questions, ^ i have a few questions, ^ i got a question, ^ quick question, ^ just a question, ^ one question, ^ another question, ^ just a quick question, ^ i was wondering, ^ i wanted to ask, ^ i want to ask, ^ can i ask, ^ can you help, ^ can you help me, ^ could you help me, ^ i need some information, ^ i need information, ^ i need some info, ^ tell me, ^ let me know,
	^ tengo una pregunta, ^ tengo otra pregunta, ^ tengo una duda, ^ tengo dudas, ^ tengo unas preguntas, ^ una pregunta, ^ una preguntita, ^ otra pregunta, ^ una duda, ^ una consulta, ^ quisiera saber, ^ queria saber, ^ quiero saber, ^ queria preguntar, ^ quiero preguntar, ^ quisiera preguntar, ^ me puede ayudar, ^ me pueden ayudar, ^ necesito informacion, ^ quiero informacion, ^ quisiera informacion, ^ necesito saber, ^ dime, ^ digame, ^ me gustaria saber, ^ me puede decir, ^ me podria decir, ^ me puedes decir, ^ mira, ^ mire, ^ oye, ^ oiga, ^ me avisa, ^ me avisan, ^ me dejan saber, ^ dejame saber, ^ dejenme saber`)

// table reads concepts into a look-up by word.
var table = func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(concepts) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		for word := range strings.FieldsSeq(list) {
			words[word] = name
		}
	}
	return words
}()

// turnsByWord are the turns by their first words.
var turnsByWord = func() map[string][]turn {
	filed := map[string][]turn{}
	for _, t := range turns {
		for _, word := range t.pattern[0].words {
			filed[word] = append(filed[word], t)
		}
	}
	return filed
}()
