package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// interfacesFlag gives a command --interfaces, the policy of the analyzers for
// calls through interfaces. It must be called before other code sets PreRunE.
func interfacesFlag(cmd *cobra.Command) {
	flag := yieldpoint.Analyzer.Flags.Lookup("interfaces")
	policy := cmd.Flags().String("interfaces", flag.DefValue,
		"`policy` for interface calls whose target is not known: ignore takes them for\n"+
			"nothing, declared for what the catalog says of the method, implementations\nalso for what implements it")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("interfaces") {
			return nil // the configuration's, if it has one
		}
		if err := flag.Value.Set(*policy); err != nil {
			return fmt.Errorf("--interfaces=%s: %w; see %s --help", *policy, err, cmd.CommandPath())
		}
		return nil
	}
}
