package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import cn.zhenglu.seal.BouncyCastle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/**
 * Makes the demo's seals at the first start: for each department a key with a signing certificate and a round red seal,
 * all under one root that says it is for the demo only. Every later start finds the same ones. A start that is killed in
 * the middle leaves nothing half: the folder appears under its name only when all of it is there.
 *
 * <pre>
 * seals/fuzhou.p12        key, certificate, chain (PKCS#12)
 * seals/fuzhou.password   its random password, readable by the owner only
 * seals/fuzhou.png        the seal's picture
 * seals/fuzhou.esl        the seal (SESeal, GB/T 38540-2020)
 * seals/root.pem          copied into the trust folder
 * </pre>
 */
public final class DemoSeals {

    private static final String AUTHORITY = "福建省住房和城乡建设厅";
    private static final String PURPOSE = "行政审批专用章";
    private static final String ROOT = "root.pem";

    private DemoSeals() {
    }

    /**
     * Makes the seals unless they are there.
     *
     * @param folder      where they live, e.g. {@code data/demo/seals}; only this class writes there
     * @param trustFolder where verifiers look for root certificates, e.g. {@code data/trust}; gets one PEM file
     * @param font        TrueType file with the characters of the seal
     * @param departments in order: the first one's seal is number (01)
     * @return {@code zhenglu.seals.<name>.*}, ready to be added to the settings
     * @throws IllegalStateException in Chinese, when the folder holds seals but not those of all departments
     */
    public static synchronized Map<String, String> prepare(Path folder, Path trustFolder, Path font,
            List<Department> departments) {
        Set<String> names = names(departments);
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            // two servers that start at once in one folder: one makes the seals, the other waits and finds them
            try (FileChannel lock = FileChannel.open(beside(folder, ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.exists(folder)) {
                    make(folder, font, names);
                }
                trust(folder.resolve(ROOT), trustFolder);
            }
            return properties(folder, names);
        } catch (IOException e) {
            throw new UncheckedIOException("演示印章目录 " + folder + " 无法写入或读取：" + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("演示印章无法制作：" + e.getMessage(), e);
        }
    }

    /**
     * The settings of seals that an earlier start has made; none when there was none.
     *
     * @throws IllegalStateException as {@link #prepare}
     */
    static Map<String, String> find(Path folder, List<Department> departments) {
        try {
            return Files.exists(folder) ? properties(folder, names(departments)) : Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("演示印章目录 " + folder + " 无法读取：" + e.getMessage(), e);
        }
    }

    private static Set<String> names(List<Department> departments) {
        Set<String> names = new LinkedHashSet<>();
        departments.forEach(department -> names.add(department.seal()));
        return names;
    }

    private static void make(Path folder, Path font, Set<String> names) throws IOException, GeneralSecurityException {
        Path half = beside(folder, ".half");
        delete(half);
        Files.createDirectory(half, ownerOnly("rwx------"));
        DemoAuthority authority = new DemoAuthority(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        try (SealDrawing drawing = new SealDrawing(font)) {
            int number = 0;
            for (String name : names) {
                makeOne(half, name, String.format("(%02d)", ++number), drawing, authority);
            }
        }
        write(half.resolve(ROOT), pem(authority.root()));
        Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void makeOne(Path folder, String name, String number, SealDrawing drawing, DemoAuthority authority)
            throws IOException, GeneralSecurityException {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalStateException("印章名「" + name + "」只能由字母、数字、连字符和下划线组成");
        }
        DemoAuthority.Identity signer = authority.identity(AUTHORITY + PURPOSE + number);
        byte[] picture = drawing.png(AUTHORITY, PURPOSE, number);
        String password = password();
        write(folder.resolve(name + ".png"), picture);
        write(folder.resolve(name + ".esl"),
                authority.seal(AUTHORITY + PURPOSE + number, picture, SealDrawing.DIAMETER, signer.certificate()).encoded());
        write(folder.resolve(name + ".password"), password.getBytes(StandardCharsets.US_ASCII));
        write(folder.resolve(name + ".p12"), DemoKeystore.pkcs12(name, signer, authority.root(), password.toCharArray()));
    }

    private static String password() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Under the root's own serial number: documents sealed under an earlier root stay valid. */
    private static void trust(Path root, Path trustFolder) throws IOException, GeneralSecurityException {
        byte[] pem = Files.readAllBytes(root);
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(pem));
        String serial = certificate.getSerialNumber().toString(16).substring(0, 8);
        Path trusted = trustFolder.resolve("demo-root-" + serial + ".pem");
        if (!Files.exists(trusted)) {
            Files.createDirectories(trustFolder);
            Path half = beside(trusted, ".half");
            Files.deleteIfExists(half);
            write(half, pem);
            Files.move(half, trusted, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Map<String, String> properties(Path folder, Set<String> names) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : names) {
            if (!Files.exists(folder.resolve(name + ".esl"))) {
                throw new IllegalStateException("演示印章目录 " + folder + " 中没有「" + name + "」的印章；"
                        + "请删除该目录后重新启动，系统将重新制作全部演示印章，此前签章的文件仍然有效");
            }
            String prefix = "zhenglu.seals." + name + '.';
            properties.put(prefix + "kind", "file");
            properties.put(prefix + "keystore", folder.resolve(name + ".p12").toString());
            properties.put(prefix + "password",
                    Files.readString(folder.resolve(name + ".password"), StandardCharsets.US_ASCII));
            properties.put(prefix + "picture", folder.resolve(name + ".png").toString());
            properties.put(prefix + "seal", folder.resolve(name + ".esl").toString());
        }
        return properties;
    }

    private static byte[] pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A hidden neighbour. */
    private static Path beside(Path path, String ending) {
        return path.toAbsolutePath().resolveSibling('.' + path.getFileName().toString() + ending);
    }

    private static void write(Path path, byte[] content) throws IOException {
        try (OutputStream file = newFile(path)) {
            file.write(content);
        }
    }

    /** Readable by the owner only, from the first byte. */
    private static OutputStream newFile(Path path) throws IOException {
        Files.createFile(path, ownerOnly("rw-------"));
        return Files.newOutputStream(path, StandardOpenOption.WRITE);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        // Windows has no such permissions; there the user's own folder protects the demo
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
