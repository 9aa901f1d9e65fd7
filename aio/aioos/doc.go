// Package aioos is package os for explicit code: the functions of os that go to the file system, with an [aio.Context] in
// front, and [File]. They do what the originals do and let the other tasks of the loop run meanwhile.
//
// Reading and writing a file on a local disk is short. It is worth a mark where the file may be on a network, a pipe, a
// device or a terminal, or where it is large; everywhere else package os itself will do.
//
// None of them is ended by the cancellation of co, because the operating system cannot stop them. [File.ReadContext] and
// [File.WriteContext] are for files that have deadlines: pipes, terminals and sockets.
package aioos
