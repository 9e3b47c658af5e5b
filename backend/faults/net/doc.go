// Package net holds the faults that come over the network, as tests from outside of the built program: networks that cut,
// stall and crawl, clients that read nothing, storms of returning clients, races for the same conversation, hostile
// bytes, and a long life of coming and going. Each test is named after the promise that it keeps (docs/promises.md), and
// whatever clients were told is held against the log in the end by the rig's checker.
//
// As part of the ordinary tests each has a short form. The long forms are asked for by flags: -storm and -sockets say how
// many clients there are, -churn how long they come and go, and -rounds how often a race is run. Only the long forms
// hold times and sizes against the promises' figures, for a busy machine says nothing about them.
package net
