package sample

import (
	"fmt"
	"strings"
)

// Unit is a unit of measurement. The zero value means a plain count.
type Unit string

// The units that meters may report.
const (
	Count    Unit = ""
	Watt     Unit = "W"
	Kilowatt Unit = "kW"
	Celsius  Unit = "C"
	Kelvin   Unit = "K"
)

// ParseUnit returns the unit that s names. Case does not matter.
func ParseUnit(s string) (Unit, error) {
	for _, u := range []Unit{Count, Watt, Kilowatt, Celsius, Kelvin} {
		if strings.EqualFold(s, string(u)) {
			return u, nil
		}
	}
	return "", fmt.Errorf("unknown unit %q", s)
}

// Base converts v from u to the unit that is stored: watts and degrees Celsius.
func (u Unit) Base(v float64) (float64, Unit) {
	switch u {
	case Kilowatt:
		return v * 1000, Watt
	case Kelvin:
		return v - 273.15, Celsius
	default:
		return v, u // already a base unit
	}
}
