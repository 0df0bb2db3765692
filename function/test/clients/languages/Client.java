import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/** How a program in Java sends a photo: java Client.java URL MODEL PHOTO */
class Client {
    // Of its default version, which asks each server for HTTP/2 by an Upgrade.
    static final HttpClient CLIENT = HttpClient.newHttpClient();
    static final Pattern CLASS = Pattern.compile("\"prediction\":\"(\\w+)\"|\"prediction\".*?\"data\":\\[\"(\\w+)\"");

    static String post(String url, BodyPublisher body, boolean expectContinue, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).POST(body).expectContinue(expectContinue).headers(headers);
        var response = CLIENT.send(request.build(), BodyHandlers.ofString());
        var found = CLASS.matcher(response.body());
        if (response.statusCode() != 200 || !found.find()) return response.statusCode() + " " + response.body();
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    static byte[] form(Path file) throws IOException {
        var form = new ByteArrayOutputStream();
        form.writeBytes(("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName()
                + "\"\r\nContent-Type: image/png\r\n\r\n").getBytes());
        form.writeBytes(Files.readAllBytes(file));
        form.writeBytes("\r\n--limit--\r\n".getBytes());
        return form.toByteArray();
    }

    public static void main(String[] args) throws Exception {
        var predict = args[0] + "/predict";
        var file = Path.of(args[2]);
        // As Gson writes it, which escapes the padding.
        var base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(file)).replace("=", "\\u003d");
        var infer = "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"" + base64 + "\"]}]}";
        String[][] outcomes = {
            {"a form", post(predict, BodyPublishers.ofByteArray(form(file)), false,
                    "Content-Type", "multipart/form-data; boundary=limit")},
            {"the body", post(predict, BodyPublishers.ofFile(file), false, "Content-Type", "image/png")},
            {"a stream", post(predict, BodyPublishers.fromPublisher(BodyPublishers.ofFile(file)), false,
                    "Content-Type", "image/png")},
            {"the body, if told", post(predict, BodyPublishers.ofFile(file), true, "Content-Type", "image/png")},
            {"v2", post(args[0] + "/v2/models/" + args[1] + "/infer", BodyPublishers.ofString(infer), false,
                    "Content-Type", "application/json")},
            {"an event", post(args[0] + "/events", BodyPublishers.ofFile(file), false, "Content-Type", "image/png",
                    "ce-specversion", "1.0", "ce-id", "1", "ce-source", "/java", "ce-type", "photo.uploaded")},
        };
        var json = new StringBuilder("{");
        for (var outcome : outcomes) {
            json.append(json.length() > 1 ? "," : "").append('"' + outcome[0] + "\":\"" + outcome[1].replace("\"", "'") + '"');
        }
        System.out.println(json.append("}"));
    }
}
