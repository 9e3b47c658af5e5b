// Package e2e tells whole stories to the built program, from outside: over HTTP and sockets alone, with the program
// killed, stopped and started again. What the stories stand on is in the package rig.
package e2e
