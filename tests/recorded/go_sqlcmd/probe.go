// Added to package sqlcmd of github.com/microsoft/go-sqlcmd with `go build -overlay`, which leaves the module as it is.
// With LINT_RDS_TLS_PROBE set, the program reads lists of arguments (a JSON array a line), parses each with its own
// functions, in the order in which Execute calls them, and says what came of it (a JSON object a line).

package sqlcmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/spf13/cobra"
)

func init() {
	if os.Getenv("LINT_RDS_TLS_PROBE") == "" {
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var list []string
		if err := json.Unmarshal(lines.Bytes(), &list); err != nil {
			panic(err)
		}
		if err := answers.Encode(probed(list)); err != nil {
			panic(err)
		}
	}
	os.Exit(0)
}

func probed(list []string) (answer map[string]any) {
	answer = map[string]any{}
	defer func() {
		if fault := recover(); fault != nil {
			answer = map[string]any{"panic": fmt.Sprint(fault)}
		}
	}()
	parsed := newArguments()
	ran := false
	root := &cobra.Command{
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			SetScreenWidthFlags(&parsed, cmd)
			if err := parsed.Validate(cmd); err != nil {
				return err
			}
			return normalizeFlags(cmd)
		},
		Run: func(_ *cobra.Command, rest []string) {
			ran = true
			fields := reflect.ValueOf(parsed)
			for _, name := range []string{
				"Server", "DatabaseName", "UserName", "Password", "Query", "InitialQuery", "EncryptConnection",
				"TrustServerCertificate", "HostNameInCertificate", "ServerCertificate", "ListServers", "Version",
			} {
				if field := fields.FieldByName(name); field.IsValid() && !field.IsZero() {
					answer[name] = field.Interface()
				}
			}
			if len(rest) > 0 && parsed.ListServers == "" {
				answer = map[string]any{"error": "unknown command " + rest[0]}
			}
		},
	}
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	setFlags(root, &parsed)
	root.SetArgs(convertOsArgs(list))
	if err := root.Execute(); err != nil {
		return map[string]any{"error": err.Error()}
	}
	if !ran {
		answer["help"] = true
	}
	return answer
}
