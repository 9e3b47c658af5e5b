// Package web is where people and pages meet the program over HTTP: the API of the public contract, the live sockets,
// the embedded pages. It is the only room that knows Echo, huma and the socket library.
//
// A request passes one door before anything of its body is read: too much (429), who is it (401), whose is what the
// path names (404). Only then is the body taken (413, 415, 400) and the handler asked, which builds a command and gives
// it to the dispatcher; the rules' refusals (403, 409, 422) come back from there. Every refusal is a problem+json made
// from one catalogue; nothing that was submitted is ever shown in one, and what is no refusal is logged once under the
// request's id and shown as a bland sentence.
//
// Reading goes through ports declared here, which the log implements. A Scope reads one workplace alone, and only the
// door makes one. The OpenAPI document is made from the same Go types that serve the requests.
//
// Make a Server with New; its Handler may be called from any goroutine. Tests put the real rooms behind it.
package web
