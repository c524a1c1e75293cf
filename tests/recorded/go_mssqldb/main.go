// Asks github.com/microsoft/go-mssqldb: each line of standard input is a verb, parse or connect, and a JSON string.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"reflect"
	"runtime"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"
)

type answer struct {
	Host       string `json:"host,omitempty"`
	Encryption string `json:"encryption,omitempty"`
	Trust      *bool  `json:"trust,omitempty"`
	Name       string `json:"name,omitempty"`
	Error      string `json:"error,omitempty"`
}

func parse(text string) answer {
	// Before 1.0 Parse gave the parameters as a second value.
	values := reflect.ValueOf(msdsn.Parse).Call([]reflect.Value{reflect.ValueOf(text)})
	if err, failed := values[len(values)-1].Interface().(error); failed {
		return answer{Error: err.Error()}
	}
	config := values[0].Interface().(msdsn.Config)
	names := map[int]string{0: "off", 1: "required", 3: "disabled", 4: "strict"}
	said := answer{Host: config.Host, Encryption: names[int(config.Encryption)]}
	if config.TLSConfig != nil {
		trust := config.TLSConfig.InsecureSkipVerify && config.TLSConfig.VerifyPeerCertificate == nil
		said.Trust, said.Name = &trust, config.TLSConfig.ServerName
	}
	return said
}

func connect(text string) answer {
	connector, err := mssql.NewConnector(text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	// Older versions leave a refused connection open; its finalizer closes it.
	defer runtime.GC()
	limit, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	database := sql.OpenDB(connector)
	defer database.Close()
	if err := database.PingContext(limit); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		verb, quoted, _ := strings.Cut(lines.Text(), " ")
		var text string
		if json.Unmarshal([]byte(quoted), &text) != nil {
			continue
		}
		if verb == "parse" {
			_ = out.Encode(parse(text))
		} else {
			_ = out.Encode(connect(text))
		}
	}
}
