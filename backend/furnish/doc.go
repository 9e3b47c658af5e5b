// Package furnish fills a data folder with made-up years of work: conversations of every shape and age, for measuring
// what the program does with much of everything. The same seed makes the same conversations.
//
// Nothing is written past the rules: every message, claim, note and closing is a command that dispatch runs on the real
// log, thousands of them in one transaction, so that the folder is what a server would have left and `relevo verify`
// finds it clean. Only tools may call it, on a folder that no server uses.
package furnish
