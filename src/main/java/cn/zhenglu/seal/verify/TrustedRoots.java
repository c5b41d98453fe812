package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The root certificates that a signature must lead back to, and intermediate ones that documents do not enclose: files, or folders with files, ending in {@code .pem}, {@code .crt},
 * {@code .cer} or {@code .der} (PEM or DER, also several in one file). Read at first use, and again whenever a file was added,
 * changed or removed. Places that do not exist are skipped: they may come later.
 */
public final class TrustedRoots {

    private static final List<String> ENDINGS = List.of(".pem", ".crt", ".cer", ".der");

    private record Stamp(Path file, FileTime modified, long size) {
    }

    private final List<Path> places;
    private List<Stamp> stamps;
    private Set<X509Certificate> certificates;

    /** @param places files or folders (without subfolders) */
    public TrustedRoots(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /** The roots of {@code zhenglu.trust}. */
    public static TrustedRoots configured(Environment environment) {
        return new TrustedRoots(Binder.get(environment).bindOrCreate("zhenglu", VerifyConfiguration.Settings.class).places());
    }

    /**
     * The certificates as the files are now.
     *
     * @throws UnreadableRoot when a file cannot be read as a certificate; it is named
     */
    public synchronized Set<X509Certificate> certificates() {
        List<Stamp> now = stamps();
        if (!now.equals(stamps)) {
            Set<X509Certificate> read = new HashSet<>();
            for (Stamp stamp : now) {
                read.addAll(read(stamp.file));
            }
            certificates = Set.copyOf(read);
            stamps = now;
        }
        return certificates;
    }

    /** Where it looks, for sentences. */
    public List<Path> places() {
        return places;
    }

    private List<Stamp> stamps() {
        List<Stamp> found = new ArrayList<>();
        for (Path place : places) {
            try {
                if (Files.isDirectory(place)) {
                    try (Stream<Path> files = Files.list(place)) {
                        for (Path file : files.filter(TrustedRoots::isCertificate).sorted().toList()) {
                            found.add(stamp(file));
                        }
                    }
                } else if (Files.isRegularFile(place)) {
                    found.add(stamp(place));
                }
            } catch (IOException e) {
                throw new UnreadableRoot(place, e);
            }
        }
        return found;
    }

    private static Stamp stamp(Path file) throws IOException {
        return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
    }

    private static boolean isCertificate(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static List<X509Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> read = new ArrayList<>();
            for (Certificate certificate : CertificateFactory.getInstance("X.509", Sm.PROVIDER).generateCertificates(in)) {
                read.add((X509Certificate) certificate);
            }
            if (read.isEmpty()) {
                throw new UnreadableRoot(file, null);
            }
            return read;
        } catch (IOException | CertificateException e) {
            throw new UnreadableRoot(file, e);
        }
    }

    /** A file among the trusted roots is not a certificate. Skipping it could turn good documents down without saying why. */
    public static final class UnreadableRoot extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableRoot(Path file, Throwable cause) {
            super("受信任的根证书文件“" + file + "”无法读取，应为 PEM 或 DER 格式的 X.509 证书。", cause);
        }
    }
}
