// Package faults holds the faults of the machine below the program, as tests from outside of the built program: power
// cuts, disks that fail, fill up or turn read-only, kills at any instant, migrations that are cut short, processes that
// are stopped for seconds, backups under load and their restoring. Each test is named after the promise that it keeps.
//
// What stands between the program and the disk is shim/shim.c, which the tests compile and load into the program with
// LD_PRELOAD. SQLite reaches the kernel through libc, so it passes there. The shim writes down every change of the data
// folder and every flush, in their order, and does what rules tell it to: it fails calls with an errno, writes half,
// waits, says that it has flushed and has not, or kills the process; always, once, or from the nth call on.
//
// A power cut is made of that record. At an instant the folder holds what had been flushed, and of each later write any
// of its sectors of 512 bytes; a file's name only where its folder had been flushed; and of what a failed flush was to
// cover any part, for good, as Linux has it. The program has to start on such a folder with everything that it had
// acknowledged, and tests with a disk that lies show that it is noticed where it does not.
//
// As part of the ordinary tests each has a short form; the flag -long asks for the long one.
package faults
