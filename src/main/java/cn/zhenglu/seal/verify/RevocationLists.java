package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Revocation lists of certificate authorities (CRL; RFC 5280, 5; GB/T 20518): files, or folders with files, ending in {@code .crl},
 * {@code .pem} or {@code .der}. Read at first use, and again whenever a file was added, changed or removed. Places that do not
 * exist are skipped.
 */
public final class RevocationLists {

    private static final List<String> ENDINGS = List.of(".crl", ".pem", ".der");
    private static final int CRL_SIGN = 6;
    /** Reasons after which the holder's own word for a time counts for nothing (RFC 5280, 5.3.1). */
    private static final Set<Integer> COMPROMISED = Set.of(1, 2, 10);

    private record Stamp(Path file, FileTime modified, long size) {
    }

    /**
     * What the lists say of a certificate.
     *
     * @param revokedAt   when it was revoked, or {@code null}
     * @param compromised whether its key may have been in other hands
     * @param listed      when the list was made
     * @param current     whether the list was not outdated at the time asked about
     */
    record Answer(Instant revokedAt, boolean compromised, Instant listed, boolean current) {

        boolean revoked() {
            return revokedAt != null;
        }
    }

    private final List<Path> places;
    private List<Stamp> stamps;
    private List<X509CRL> lists = List.of();

    /** @param places files or folders (without subfolders) */
    public RevocationLists(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /**
     * Asks the lists of the certificate's issuer; of several, a revocation counts, else the newest one.
     *
     * @param authorities trusted certificates; a list counts only when the issuer among them has signed it with SM2 and SM3
     * @return {@code null} when there is no list of that issuer
     * @throws UnreadableList when a file is no revocation list, which is no fault of the document
     */
    Answer ask(X509Certificate certificate, Collection<X509Certificate> authorities, Instant now) {
        Answer newest = null;
        for (X509CRL list : lists()) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()) && isSigned(list, authorities)) {
                Answer answer = answer(list, certificate, now);
                if (answer.revoked()) {
                    return answer;
                }
                if (isWhole(list) && (newest == null || answer.listed().isAfter(newest.listed()))) {
                    newest = answer;
                }
            }
        }
        return newest;
    }

    /**
     * How many there are, whoever has made them.
     *
     * @throws UnreadableList as {@link #ask}
     */
    public int size() {
        return lists().size();
    }

    private static Answer answer(X509CRL list, X509Certificate certificate, Instant now) {
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        boolean current = list.getNextUpdate() == null || !now.isAfter(list.getNextUpdate().toInstant());
        boolean compromised = entry != null && entry.getRevocationReason() != null
                && COMPROMISED.contains(entry.getRevocationReason().ordinal());
        return new Answer(entry == null ? null : entry.getRevocationDate().toInstant(), compromised,
                list.getThisUpdate().toInstant(), current);
    }

    /** A part of a list, or what has changed since another, says nothing of those that it does not name. */
    private static boolean isWhole(X509CRL list) {
        return list.getCriticalExtensionOIDs() == null || list.getCriticalExtensionOIDs().isEmpty();
    }

    private static boolean isSigned(X509CRL list, Collection<X509Certificate> authorities) {
        if (!Sm.SM2_WITH_SM3.equals(list.getSigAlgOID())) {
            return false;
        }
        for (X509Certificate authority : authorities) {
            boolean maySign = authority.getKeyUsage() == null || authority.getKeyUsage()[CRL_SIGN];
            try {
                if (maySign && authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                        && Sm.verifies(CertificateChain.key(authority), list.getTBSCertList(), list.getSignature())) {
                    return true;
                }
            } catch (CRLException e) {
                return false; // what cannot be encoded cannot have been signed
            }
        }
        return false;
    }

    private synchronized List<X509CRL> lists() {
        List<Stamp> now = stamps();
        if (!now.equals(stamps)) {
            List<X509CRL> read = new ArrayList<>();
            for (Stamp stamp : now) {
                read.addAll(read(stamp.file));
            }
            lists = List.copyOf(read);
            stamps = now;
        }
        return lists;
    }

    private List<Stamp> stamps() {
        List<Stamp> found = new ArrayList<>();
        for (Path place : places) {
            try {
                if (Files.isDirectory(place)) {
                    try (Stream<Path> files = Files.list(place)) {
                        for (Path file : files.filter(RevocationLists::isList).sorted().toList()) {
                            found.add(stamp(file));
                        }
                    }
                } else if (Files.isRegularFile(place)) {
                    found.add(stamp(place));
                }
            } catch (IOException e) {
                throw new UnreadableList(place, e);
            }
        }
        return found;
    }

    private static Stamp stamp(Path file) throws IOException {
        return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
    }

    private static boolean isList(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static List<X509CRL> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509CRL> read = new ArrayList<>();
            for (CRL crl : CertificateFactory.getInstance("X.509", Sm.PROVIDER).generateCRLs(in)) {
                read.add((X509CRL) crl);
            }
            if (!read.isEmpty()) {
                return read;
            }
        } catch (IOException | CRLException | CertificateException | RuntimeException e) {
            throw new UnreadableList(file, e);
        }
        throw new UnreadableList(file, null);
    }

    /** A file among the revocation lists is none. Passing over it could let a revoked seal pass without saying so. */
    public static final class UnreadableList extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableList(Path file, Throwable cause) {
            super("吊销列表文件“" + file + "”无法读取，应为 PEM 或 DER 格式的 X.509 CRL。", cause);
        }
    }
}
