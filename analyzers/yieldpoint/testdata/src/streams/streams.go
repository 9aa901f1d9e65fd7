// Package streams holds readers and writers of known and unknown origin.
package streams

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
)

func buffer() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "x")
	io.Copy(&b, strings.NewReader("y"))
	return b.String()
}

func file(f *os.File) { fmt.Fprintln(f, "x") } // want `^file: file os.\(\*File\).Write$`

func connection(c net.Conn) { io.ReadAll(c) } // want `^connection: net net.Conn.Read$`

func body(r *http.Response) { io.Copy(io.Discard, r.Body) } // want `^body: net net/http.Response.Body.Read$`

func terminal() { fmt.Fprintln(os.Stderr, "x") } // want `^terminal: stdio os.Stderr.Write$`

func given(w io.Writer) { fmt.Fprintln(w, "x") } // want `^given: calls 0.Write$`

func encodeBody(r *http.Request) error { // want `^encodeBody: net net/http.Request.Body.Read$`
	return json.NewDecoder(io.LimitReader(r.Body, 10)).Decode(nil)
}

func lines(c net.Conn) { // want `^lines: net net.Conn.Read$`
	r := bufio.NewReader(c)
	r.ReadString('\n')
}

func linesOfString() {
	s := bufio.NewScanner(strings.NewReader("x"))
	for s.Scan() {
	}
}

func request(c net.Conn) { // want `^request: net net.Conn.Read$`
	http.ReadRequest(bufio.NewReader(c))
}

func encodeGiven(w io.Writer) { // want `^encodeGiven: calls 0.Write$`
	enc := json.NewEncoder(w)
	enc.Encode(1)
}

type session struct{ r *bufio.Reader }

func (s *session) read() { s.r.ReadByte() } // want `^read: io\?\? bufio.\(\*Reader\).ReadByte$`

func random() { io.ReadFull(rand.Reader, nil) }

func prints() { fmt.Println() } // want `^prints: stdio fmt.Println$`

type counter struct{ n int }

func (c *counter) Write(b []byte) (int, error) { c.n += len(b); return len(b), nil }

func count(c *counter) { io.WriteString(c, "x") }

// A wrapper waits for what it is made of and for what it is reset to.

func reset(c net.Conn) { // want `^reset: net net.Conn.Read$`
	r := bufio.NewReader(nil)
	r.Reset(c)
	r.ReadByte()
}

func resetToString() {
	r := bufio.NewReader(nil)
	r.Reset(strings.NewReader("x"))
	r.ReadByte()
}

type link struct {
	in  *bufio.Reader
	out *bufio.Writer
	Log *bufio.Writer
	raw *bufio.Reader
}

func newLink(c net.Conn, t *net.TCPConn, w io.Writer) *link {
	l := &link{in: bufio.NewReader(c), out: bufio.NewWriter(c), Log: bufio.NewWriter(c)}
	l.out.Reset(io.Discard)
	l.in = bufio.NewReader(t)
	return l
}

func (l *link) read() { l.in.ReadByte() } // want `^read: net net.\(\*conn\).Read$`

func (l *link) write() { l.out.WriteByte(1) } // want `^write: net\? net.Conn.Write$`

func (l *link) log() { l.Log.Flush() } // want `^log: net\? net.Conn.Write; io\?\? bufio.\(\*Writer\).Flush$`

func makeReader(c net.Conn) *bufio.Reader { return bufio.NewReader(c) }

func made(c net.Conn) { makeReader(c).ReadByte() } // want `^made: net net.Conn.Read$`

func readLine(r *bufio.Reader) { r.ReadByte() } // want `^readLine: net net.Conn.Read$`

func readsLine(c net.Conn) { // want `^readsLine: net streams.readLine -> net.Conn.Read$`
	readLine(bufio.NewReader(c))
}

func onlyNil() {
	r := bufio.NewReader(nil)
	r.ReadByte()
}
