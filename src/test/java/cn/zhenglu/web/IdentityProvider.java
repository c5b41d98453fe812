package cn.zhenglu.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** A small OpenID Connect provider over real HTTPS, which signs in whom the test says, without asking. */
public final class IdentityProvider implements AutoCloseable {

    /** Its only client. */
    public static final String CLIENT = "zhenglu";
    /** The client's secret. */
    public static final String SECRET = "of-the-test";

    private final HttpsServer server;
    private final RSAKey key;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private volatile String user = "chen";
    private volatile List<String> roles = List.of();
    private volatile RSAKey signing;

    public IdentityProvider(SSLContext tls) {
        try {
            key = new RSAKeyGenerator(2048).keyID("of-the-test").generate();
            signing = key;
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"], "scopes_supported": ["openid", "profile"]}
                """.formatted(issuer())));
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public String issuer() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whom it signs in from now on. */
    public void nextIs(String name, String... theirRoles) {
        user = name;
        roles = List.of(theirRoles);
    }

    /** Signs with a key that it does not publish. */
    public void signWithAnotherKey() throws JOSEException {
        signing = new RSAKeyGenerator(2048).keyID("of-the-test").generate();
    }

    /** Signs as it should. */
    public void signAgain() {
        signing = key;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        nonces.put(code, query.get("nonce"));
        exchange.getResponseHeaders().set("Location",
                URI.create(query.get("redirect_uri") + "?code=" + code + "&state=" + java.net.URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8)).toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String nonce = nonces.remove(form.getOrDefault("code", ""));
        String basic = "Basic " + java.util.Base64.getEncoder().encodeToString((CLIENT + ':' + SECRET).getBytes(StandardCharsets.UTF_8));
        if (nonce == null || !basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        answer(exchange, "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"expires_in\": 60, \"id_token\": \"" + idToken(nonce) + "\"}");
    }

    private String idToken(String nonce) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.getKeyID()).build(),
                    new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT).subject("subject-of-" + user)
                            .issueTime(Date.from(Instant.now())).expirationTime(Date.from(Instant.now().plusSeconds(60)))
                            .claim("nonce", nonce).claim("preferred_username", user).claim("roles", roles).build());
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> values = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    private static void answer(HttpExchange exchange, String json) {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
