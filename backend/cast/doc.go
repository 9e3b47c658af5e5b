// Package cast writes the same frames to very many sockets.
//
// A few goroutines, the shards, each own part of the lines (connections). Whoever sends a frame only puts a reference
// to it behind those that wait on the line, and the line on its shard's list. The shard takes all that waits on a line,
// at most 64 KiB, and gives it to the socket by one write that does not block. The bytes of such a run are made once
// for all lines on which the same frames wait: what a server sends is not masked, so they are equal.
//
// Only where a socket takes less than it was given does its line get a goroutine, until the socket has taken
// everything: the line is stuck. What waits on a stuck line is bounded in bytes here, and in age by whoever asks Stuck;
// what waits on any other line waits for its shard, which is not the client's fault.
//
// A Line is a net.Conn as well, for the library that speaks the rest of the protocol: what is written through Write are
// its control frames. They go out between whole frames, before those that wait, and never block.
//
// Line.writing is held by whoever writes to the socket, never while waiting for it; Line.mu guards what waits, and is
// taken after it. So Send waits for no system call, and after Drop nothing of that workplace goes out.
package cast
