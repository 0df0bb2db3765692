// How a program in Go sends a photo: go run client.go URL MODEL PHOTO
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
)

type answer struct {
	Prediction string
	Outputs    []struct{ Data []any }
}

type tensor struct {
	Name     string   `json:"name"`
	Datatype string   `json:"datatype"`
	Shape    []int    `json:"shape"`
	Data     [][]byte `json:"data"`
}

type inferRequest struct {
	ID         *string        `json:"id"`
	Parameters map[string]any `json:"parameters"`
	Inputs     []tensor       `json:"inputs"`
	Outputs    []string       `json:"outputs"`
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func post(url, contentType string, body io.Reader, headers map[string]string) answer {
	request := must(http.NewRequest("POST", url, body))
	request.Header.Set("Content-Type", contentType)
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	text := must(io.ReadAll(response.Body))
	if response.StatusCode != http.StatusOK {
		panic(fmt.Sprint(response.StatusCode, string(text)))
	}
	var found answer
	must(0, json.Unmarshal(text, &found))
	return found
}

func main() {
	url, model, file := os.Args[1], os.Args[2], os.Args[3]
	photo := must(os.ReadFile(file))

	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	part := must(writer.CreateFormFile("file", filepath.Base(file)))
	must(part.Write(photo))
	must(0, writer.Close())

	// The encoder writes null for all that is nil.
	request := inferRequest{Inputs: []tensor{{"image", "BYTES", []int{1}, [][]byte{photo}}}}
	event := map[string]string{"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/go", "ce-type": "photo.uploaded"}
	predictions := map[string]any{
		"a form":            post(url+"/predict", writer.FormDataContentType(), &form, nil).Prediction,
		"the body":          post(url+"/predict", "image/png", bytes.NewReader(photo), nil).Prediction,
		"a stream":          post(url+"/predict", "image/png", io.MultiReader(bytes.NewReader(photo)), nil).Prediction,
		"the body, if told": post(url+"/predict", "image/png", bytes.NewReader(photo), map[string]string{"Expect": "100-continue"}).Prediction,
		"v2":                post(url+"/v2/models/"+model+"/infer", "application/json", bytes.NewReader(must(json.Marshal(request))), nil).Outputs[0].Data[0],
		"an event":          post(url+"/events", "image/png", bytes.NewReader(photo), event).Prediction,
	}
	must(0, json.NewEncoder(os.Stdout).Encode(predictions))
}
