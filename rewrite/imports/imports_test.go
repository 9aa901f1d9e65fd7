package imports

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

const aioPath = "example.com/m/internal/aio"

func TestFix(t *testing.T) {
	tests := []struct {
		name, old, src, want string
		need                 map[string]string
	}{
		{
			name: "no import",
			old:  "package p\n\nvar X = 1\n",
			src:  "package p\n\nvar X = aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"" + aioPath + "\"\n\nvar X = aio.X\n",
		},
		{
			name: "no newline at the end",
			old:  "package p",
			src:  "package p",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"" + aioPath + "\"",
		},
		{
			name: "what is left alone in a block becomes a line",
			old:  "package p\n\nimport (\n\t\"context\"\n\n\t\"" + aioPath + "\"\n)\n\nvar _ = context.X(aio.X)\n",
			src:  "package p\n\nimport (\n\t\"context\"\n\n\t\"" + aioPath + "\"\n)\n\nvar _ = aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"" + aioPath + "\"\n\nvar _ = aio.X\n",
		},
		{
			name: "a block of one stays a block",
			old:  "package p\n\nimport (\n\t\"context\"\n)\n\nvar _ = context.X()\n",
			src:  "package p\n\nimport (\n\t\"context\"\n)\n\nvar _ = aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport (\n\t\"" + aioPath + "\"\n)\n\nvar _ = aio.X\n",
		},
		{
			name: "a lone import becomes a block",
			old:  "package p\n\nimport \"fmt\" // printing\n\nvar _ = fmt.Sprint()\n",
			src:  "package p\n\nimport \"fmt\" // printing\n\nvar _ = fmt.Sprint(aio.X, context.X)\n",
			need: map[string]string{aioPath: "", "context": ""},
			want: "package p\n\nimport (\n\t\"context\"\n\t\"fmt\" // printing\n\n\t\"" + aioPath + "\"\n)\n\nvar _ = fmt.Sprint(aio.X, context.X)\n",
		},
		{
			name: "one takes the place of another",
			old:  "package p\n\nimport \"time\"\n\nvar _ = time.Now\n",
			src:  "package p\n\nimport \"time\"\n\nvar _ = aio.Now\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"" + aioPath + "\"\n\nvar _ = aio.Now\n",
		},
		{
			name: "single declarations stay single",
			old:  "package p\n\nimport \"fmt\"\nimport \"os\"\n\nvar _, _ = fmt.X, os.X\n",
			src:  "package p\n\nimport \"fmt\"\nimport \"os\"\n\nvar _, _, _ = fmt.X, os.X, aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"fmt\"\nimport \"os\"\nimport \"" + aioPath + "\"\n\nvar _, _, _ = fmt.X, os.X, aio.X\n",
		},
		{
			name: "a block on one line",
			old:  "package p\nimport (\"fmt\"; \"time\")\nvar _, _ = fmt.X, time.X\n",
			src:  "package p\nimport (\"fmt\"; \"time\")\nvar _, _ = fmt.X, aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\nimport (\"fmt\"; \"" + aioPath + "\")\nvar _, _ = fmt.X, aio.X\n",
		},
		{
			name: "the group goes with its last import",
			old:  "package p\n\nimport (\n\t\"time\"\n\n\t\"example.com/x\"\n)\n\nvar _, _ = time.X, x.X\n",
			src:  "package p\n\nimport (\n\t\"time\"\n\n\t\"example.com/x\"\n)\n\nvar _, _ = aio.X, x.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport (\n\t\"" + aioPath + "\"\n\t\"example.com/x\"\n)\n\nvar _, _ = aio.X, x.X\n",
		},
		{
			name: "cgo's import stays alone",
			old:  "package p\n\nimport \"C\"\n\nimport \"fmt\"\n\nvar _ = fmt.X\n",
			src:  "package p\n\nimport \"C\"\n\nimport \"fmt\"\n\nvar _, _ = fmt.X, aio.X\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"C\"\n\nimport (\n\t\"fmt\"\n\n\t\"" + aioPath + "\"\n)\n\nvar _, _ = fmt.X, aio.X\n",
		},
		{
			name: "comments and CRLF",
			old:  "package p\r\n\r\nimport (\r\n\t// for its clock\r\n\t\"time\"\r\n)\r\n\r\nvar _ = time.X\r\n",
			src:  "package p\r\n\r\nimport (\r\n\t// for its clock\r\n\t\"time\"\r\n)\r\n\r\nvar _, _ = time.X, aio.X\r\n",
			need: map[string]string{aioPath: "asyncio"},
			want: "package p\r\n\r\nimport (\r\n\t// for its clock\r\n\t\"time\"\r\n\r\n\tasyncio \"" + aioPath + "\"\r\n)\r\n\r\nvar _, _ = time.X, aio.X\r\n",
		},
		{
			name: "one that was there already",
			old:  "package p\n\nimport \"" + aioPath + "\"\n\nvar _ = aio.X\n",
			src:  "package p\n\nimport \"" + aioPath + "\"\n\nvar _ = aio.Y\n",
			need: map[string]string{aioPath: ""},
			want: "package p\n\nimport \"" + aioPath + "\"\n\nvar _ = aio.Y\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Fix([]byte(tt.old), []byte(tt.src), tt.need, nil)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Fatalf("got\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

func TestDotImport(t *testing.T) {
	const src = "package p\n\nimport . \"time\"\n\nfunc f(x struct{ Sleep int }) { Sleep(Second); _ = x.Sleep }\n"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	if _, err := conf.Check("p", fset, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	dots := Dots(f, info)
	if !dots["time"]["Sleep"] || !dots["time"]["Second"] || len(dots["time"]) != 2 {
		t.Fatalf("Dots = %v, want Sleep and Second of time", dots)
	}
	for body, keeps := range map[string]bool{
		"aio.Sleep(co, Second)": true,
		"aio.Sleep(co, 1)":      false,
		"x.Sleep = 1":           false,
	} {
		edited := "package p\n\nimport . \"time\"\n\nfunc f(x struct{ Sleep int }) { " + body + " }\n"
		got, err := Fix([]byte(src), []byte(edited), nil, dots)
		if err != nil {
			t.Fatal(err)
		}
		// The field Sleep is declared without a selector: it keeps the import.
		if has := string(got) == edited; !has && keeps {
			t.Errorf("%s: the import is gone: %q", body, got)
		}
	}
}

func TestName(t *testing.T) {
	parse := func(src string) *ast.File {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	scope := types.NewScope(nil, token.NoPos, token.NoPos, "")
	for src, want := range map[string]string{
		"package p":                                                  "aio",
		"package p; import \"" + aioPath + "\"":                      "aio",
		"package p; import rt \"" + aioPath + "\"":                   "rt",
		"package p; import _ \"" + aioPath + "\"":                    "aio",
		"package p; func f(aio int) {}":                              "asyncio",
		"package p; func f(aio, asyncio int) {}":                     "asynciort",
		"package p; import \"example.com/other/aio\"; var _ = aio.X": "asyncio",
	} {
		if got := Name(parse(src), scope, aioPath, "aio", "asyncio"); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}
