// Package nearest finds what somebody may have meant who misspelled a name.
package nearest

import "strings"

// Name returns the name among known that differs least from name, "" when
// none is near.
func Name(name string, known []string) string {
	best, dist := "", (len(name)+1)/2
	for _, k := range known {
		if d := Distance(strings.ToLower(name), strings.ToLower(k)); d < dist || name != "" && best == "" && strings.HasPrefix(k, name) {
			best, dist = k, d
		}
	}
	return best
}

// Hint returns `; did you mean "x"?`, "" when no name is near.
func Hint(name string, known []string) string {
	if near := Name(name, known); near != "" {
		return `; did you mean "` + near + `"?`
	}
	return ""
}

// Distance is the number of bytes to insert, delete or change to get from a
// to b.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
