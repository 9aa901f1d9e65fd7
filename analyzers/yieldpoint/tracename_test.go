package yieldpoint

import "testing"

// What the linker does to import paths; cmd/asyncport compares the rest with the
// traces of a program.
func TestTraceName(t *testing.T) {
	for _, test := range []struct{ name, path, pkg, want string }{
		{"example.com/m/db.(*Store).Put", "example.com/m/db", "db", "example.com/m/db.(*Store).Put"},
		{"example.com/m.main.func1", "example.com/m", "main", "main.main.func1"},
		{"gopkg.in/yaml.v3.Unmarshal", "gopkg.in/yaml.v3", "yaml", "gopkg.in/yaml%2ev3.Unmarshal"},
		{"example.com/a.b/c.F[...]", "example.com/a.b/c", "c", "example.com/a.b/c.F[...]"},
		{"example.com/m_test.TestX", "example.com/m_test", "m_test", "example.com/m_test.TestX"},
		{"example.com/m~1/é.F", "example.com/m~1/é", "e", "example.com/m~1/%c3%a9.F"},
		{"other.F", "example.com/m", "m", "other.F"},
	} {
		if got := TraceName(test.name, test.path, test.pkg); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
