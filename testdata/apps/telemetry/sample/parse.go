package sample

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseText reads the text format of meters: one "value [unit]" per line.
// Empty lines and lines that start with # are skipped. All samples carry the
// given meter and time.
func ParseText(meter string, at time.Time, data []byte) ([]Sample, error) {
	var out []Sample
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue // nothing measured here
		}
		number, unit, _ := strings.Cut(line, " ")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", meter, n, err)
		}
		u, err := ParseUnit(strings.TrimSpace(unit))
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", meter, n, err)
		}
		out = append(out, Sample{Meter: meter, Value: v, Unit: u, At: at})
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", meter, err)
	}
	return out, nil
}
