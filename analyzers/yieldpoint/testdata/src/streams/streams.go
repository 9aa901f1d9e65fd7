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
