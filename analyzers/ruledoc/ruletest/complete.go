package ruletest

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/snippet"
)

// mark is the line of a preamble that the statements of an example replace.
const mark = "// EXAMPLE"

// elision is a line that stands for others.
var elision = regexp.MustCompile(`(?m)^\s*\.\.\.$`)

// Program returns a file of package p that compiles if the example means
// something: with the preamble's declarations, with what an excerpt leaves open closed,
// with the imports that the names ask for, and with the package clause.
func Program(example, preamble string, imports map[string]string) (string, error) {
	_, given, _ := strings.Cut(preamble, "package p\n")
	code := closed(elision.ReplaceAllString(example, ""))
	if _, err := parse(code); err == nil {
		code = ended(code, code != example)
	} else {
		code = used(code)
		if before, after, ok := strings.Cut(given, mark+"\n"); ok {
			code, given = before+code+"\n"+after, ""
		}
	}
	return snippet.Block{Code: code, Given: given}.File(imports)
}

// closed adds the braces and parentheses that an excerpt leaves open.
func closed(code string) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), nil, 0)
	var open []string
	for {
		_, tok, _ := s.Scan()
		switch tok {
		case token.EOF:
			slices.Reverse(open)
			return code + strings.Join(open, "")
		case token.LBRACE:
			open = append(open, "\n}")
		case token.LPAREN:
			open = append(open, ")")
		case token.RBRACE, token.RPAREN:
			open = open[:max(0, len(open)-1)]
		}
	}
}

// ended completes declarations. The last function of an excerpt that stops
// before its end returns zero values there, and uses its variables.
func ended(code string, cut bool) string {
	if !cut {
		return code
	}
	f, err := parse(code)
	if err != nil {
		return code
	}
	fn, ok := f.Decls[len(f.Decls)-1].(*ast.FuncDecl)
	if !ok || fn.Body == nil {
		return code
	}
	last := strings.LastIndex(code, "}")
	return code[:last] + uses(code, fn.Body.List) + zeroReturn(fn.Type) + "}"
}

func zeroReturn(fn *ast.FuncType) string {
	if fn.Results == nil {
		return ""
	}
	var values []string
	for _, r := range fn.Results.List {
		var b strings.Builder
		if err := printer.Fprint(&b, token.NewFileSet(), r.Type); err != nil {
			return ""
		}
		for range max(1, len(r.Names)) {
			values = append(values, "*new("+b.String()+")")
		}
	}
	return "return " + strings.Join(values, ", ") + "\n"
}

// used completes a list of statements: the variables that it only declares are
// used after it.
func used(code string) string {
	f, err := parse("func _() {\n" + code + "\n}")
	if err != nil {
		return code // the caller's type checker says what is wrong
	}
	return code + "\n" + uses(code, f.Decls[0].(*ast.FuncDecl).Body.List)
}

// uses returns an assignment to _ for each variable that the statements
// declare and the code does not name a second time.
func uses(code string, stmts []ast.Stmt) string {
	named := names(code)
	var b strings.Builder
	for _, s := range stmts {
		a, ok := s.(*ast.AssignStmt)
		if !ok || a.Tok != token.DEFINE {
			continue
		}
		for _, lhs := range a.Lhs {
			if id, ok := lhs.(*ast.Ident); ok && id.Name != "_" && named[id.Name] == 1 {
				b.WriteString("_ = " + id.Name + "\n")
			}
		}
	}
	return b.String()
}

// names counts the identifiers of the code.
func names(code string) map[string]int {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(code)), []byte(code), nil, 0)
	count := map[string]int{}
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return count
		}
		if tok == token.IDENT {
			count[lit]++
		}
	}
}

func parse(code string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, 0)
}
