package cn.zhenglu;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts, at an address that a proxy tells; no page may fail it. */
final class Visitor {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)\"");
    private static final String BOUNDARY = "----of-this-visitor";
    /** One for all: those of visitors who have gone would close their connections all at one moment, as nobody does. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int MOST_REDIRECTS = 5;

    private final String server;
    private final String address;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String page = "";

    Visitor(String server, String address) {
        this.server = server;
        this.address = address;
    }

    /** What was shown last. */
    String page() {
        return page;
    }

    /** @return status */
    int get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    Visitor signIn(String user, String password) throws IOException, InterruptedException {
        get("/console/login");
        post("/console/login", Map.of("username", user, "password", password));
        return this;
    }

    /** The form's token is that of the page shown last. */
    int post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(page);
        List<String> pairs = new ArrayList<>();
        new LinkedHashMap<>(fields).forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        if (token.find()) {
            pairs.add("_csrf=" + encoded(token.group(1)));
        }
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    int upload(String path, String name, byte[] file) throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(page);
        String csrf = token.find() ? "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token.group(1) + "\r\n" : "";
        byte[] head = (csrf + "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return send(request(path).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail))));
    }

    /** Addresses on the page shown last. */
    List<String> links() {
        return LINK.matcher(page).results().map(found -> found.group(1).replace("&amp;", "&")).distinct().toList();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server).resolve(path)).header("X-Forwarded-For", address)
                .header("Accept", "text/html,*/*;q=0.8");
        return cookies.isEmpty() ? request : request.header("Cookie", cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue()).collect(Collectors.joining("; ")));
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.build();
        HttpResponse<byte[]> answer = once(asked);
        for (int i = 0; i < MOST_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            answer = once(request(answer.headers().firstValue("Location").orElseThrow()).build());
        }
        page = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")
                ? new String(answer.body(), StandardCharsets.UTF_8) : page;
        if (answer.statusCode() >= 500) {
            throw new IOException(answer.statusCode() + " " + asked.method() + " " + asked.uri().getPath().replaceAll("\\d+|[0-9a-f]{32}", "…"));
        }
        return answer.statusCode();
    }

    private HttpResponse<byte[]> once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.isEmpty() || cookie.contains("Max-Age=0")) {
                cookies.remove(pair.substring(0, pair.indexOf('=')));
            } else {
                cookies.put(pair.substring(0, pair.indexOf('=')), value);
            }
        }
        return answer;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
