package cn.zhenglu.seal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The certificate authorities of {@code zhenglu.trust}, as sealing sees them; the verifier reads them with its own code. A file that
 * cannot be read is passed over here: the verifier lets every licence wait for it, and the doctor names it.
 */
final class Authorities {

    private static final List<String> ENDINGS = List.of(".pem", ".crt", ".cer", ".der");

    private final List<Path> places;

    /** @param places files or folders (without subfolders) */
    Authorities(List<Path> places) {
        this.places = places;
    }

    /** All certificates, as the files are now. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files(places, ENDINGS)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                for (Certificate certificate : CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER).generateCertificates(in)) {
                    found.add((X509Certificate) certificate);
                }
            } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
                continue; // told by the verifier
            }
        }
        return found;
    }

    /** The files at these places, in order; in folders those with one of the endings. */
    static List<Path> files(List<Path> places, List<String> endings) {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                files.add(place);
            } else if (Files.isDirectory(place)) {
                try (Stream<Path> inside = Files.list(place)) {
                    inside.filter(Files::isRegularFile).filter(file -> endings.stream().anyMatch(
                            file.getFileName().toString().toLowerCase(Locale.ROOT)::endsWith)).sorted().forEach(files::add);
                } catch (IOException gone) {
                    continue; // a folder that was removed meanwhile holds nothing
                }
            }
        }
        return files;
    }
}
