// Package directive reads the comments by which source speaks to asyncport:
//
//	//asyncport:ignore RULE[,RULE...] reason
//	//asyncport:assume nonblocking
//	//asyncport:assume blocks [KIND[,KIND...]]
//	//asyncport:assume guarded-by MU
//	//asyncport:nonblocking
//
// They have the form of Go's own directives: a line comment without a space
// before the name. What follows a second " //" is a remark and no part of the
// directive.
//
// ignore at the end of a line speaks for that line. Standing alone it speaks
// for the statement, declaration, field or element that begins on the next line, up to
// the first brace that opens a body: the header of a loop, not the loop. Several
// comments may stand above one another, without empty lines.
//
// The others stand in the doc comment of a function, or in the doc comment or
// at the end of the line of a field, a method of an interface or a package
// variable.
//
// Lines are physical lines of the parsed file: //line comments, as cgo makes them,
// have no say here.
package directive
