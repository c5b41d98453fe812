package cn.zhenglu;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.IdentityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Those who come to the pages: operators with their dead letters, citizens who look licences up, and whoever uploads what to be verified. */
final class SoakPeople {

    private static final List<String> PAGES = List.of("/console", "/console/departments", "/console/dead-letters",
            "/console/dead-letters?view=list", "/console/dead-letters?standing=ARCHIVED", "/console/dead-letters?standing=RETRIED",
            "/console/dead-letters?q=" + Visitor.encoded("建设"), "/console/dead-letters?department=fuzhou", "/console/retries",
            "/console/submissions", "/console/submissions?standing=WAITING", "/console/submissions?operation=EXPIRE",
            "/console/reconciliations", "/console/stock", "/console/stock/progress.xlsx", "/console/alerts", "/console/audit",
            "/console/audit?text=" + Visitor.encoded("登录"));
    private static final Pattern RECORD = Pattern.compile("/console/(dead-letters/\\d+|submissions/[0-9a-f]{32}(/document[.]png)?|retries/\\d+"
            + "|reconciliations/\\d+(/differences[.](csv|xlsx)|/resubmit)?|stock/\\d+(/report[?].*)?).*");
    private static final Pattern INPUT = Pattern.compile("<input type=\"(?:text|date)\"[^>]*>");
    private static final Pattern SELECT = Pattern.compile("(?s)<select[^>]* name=\"([^\"]+)\"[^>]*>(.*?)</select>");
    private static final Pattern SELECTED = Pattern.compile("<option value=\"([^\"]*)\" selected");
    private static final int BOMB = 100 << 20;

    private final ServerProcess server;
    private final JdbcClient ledger;
    private final Path documents;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong acts = new AtomicLong();

    SoakPeople(ServerProcess server, JdbcClient ledger, Path documents) {
        this.server = server;
        this.ledger = ledger;
        this.documents = documents;
    }

    /** Pages that were had, and things that were done on them. */
    String sum() {
        return looks + " pages, " + acts + " acts";
    }

    /** Signs in, goes from page to page and record to record, does something about what is open, and mostly signs out. */
    void operate(Random dice) throws Exception {
        String user = dice.nextInt(4) == 0 ? "admin" : dice.nextInt(8) == 0 ? "viewer" : "operator";
        Visitor person = new Visitor(server.url(), address(dice));
        if (dice.nextInt(10) == 0) {
            person.signIn(user, "forgotten");
        }
        person.signIn(user, password(user));
        for (int i = 4 + dice.nextInt(12); i > 0; i--) {
            look(person, pick(PAGES, dice));
            List<String> records = person.links().stream().filter(link -> RECORD.matcher(link).matches()).toList();
            for (int deep = dice.nextInt(4); deep > 0 && !records.isEmpty(); deep--) {
                look(person, pick(records, dice));
                records = dice.nextBoolean() ? records : person.links().stream().filter(link -> RECORD.matcher(link).matches()).toList();
            }
        }
        if (!user.equals("viewer")) {
            for (int i = dice.nextInt(4); i > 0; i--) {
                mend(person, dice);
            }
            if (dice.nextInt(5) == 0) {
                retryAll(person);
            }
        }
        if (dice.nextInt(5) > 0) {
            person.post("/console/logout", Map.of());
        }
    }

    /** An open dead letter: tried again, edited, or put away and taken back. What others build on is only tried again. */
    private void mend(Visitor person, Random dice) throws Exception {
        look(person, "/console/dead-letters?view=list");
        List<String> letters = person.links().stream().filter(link -> link.matches("/console/dead-letters/\\d+")).toList();
        if (letters.isEmpty()) {
            return;
        }
        String letter = pick(letters, dice);
        look(person, letter);
        boolean alone = !person.page().contains(SoakWork.BUILT_UPON);
        switch (alone ? dice.nextInt(6) : 0) {
            case 0 -> act(person, letter + "/retry", Map.of());
            case 1, 2, 3 -> edit(person, letter);
            case 4 -> act(person, letter + "/archive", Map.of("reason", "已与企业核实，不再办理"));
            default -> {
                act(person, letter + "/archive", Map.of("reason", "误点"));
                act(person, letter + "/restore", Map.of());
            }
        }
    }

    /** Types in what is mostly wrong, looks at the differences, says yes. */
    private void edit(Visitor person, String letter) throws Exception {
        if (person.get(letter + "/edit") != 200) {
            return; // a letter about a file
        }
        Map<String, String> form = form(person.page());
        String first17 = "91350100MA%07d".formatted(Math.floorMod(letter.hashCode(), 1_000_000) + 8_000_000);
        String id17 = "35010219800101001";
        form.put("creditCode", first17 + CreditCode.checkDigit(first17));
        form.put("responsiblePersonId", id17 + IdentityNumber.checkDigit(id17));
        form.put("responsiblePersonIdType", "111");
        form.put("companyAddress", "福州市新华路 1 号");
        form.put("responsiblePerson", "林建华");
        form.put("department", "fuzhou");
        form.put("step", "check");
        act(person, letter + "/edit", form);
        form.put("step", "save");
        act(person, letter + "/edit", form);
    }

    private static Map<String, String> form(String page) {
        Map<String, String> form = new LinkedHashMap<>();
        INPUT.matcher(page).results().forEach(input -> attribute(input.group(), "name").ifPresent(
                name -> form.put(name, attribute(input.group(), "value").orElse(""))));
        SELECT.matcher(page).results().forEach(select -> {
            Matcher chosen = SELECTED.matcher(select.group(2));
            form.put(select.group(1), chosen.find() ? chosen.group(1) : "");
        });
        return form;
    }

    private static Optional<String> attribute(String tag, String name) {
        Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Everything that is open, in one run. */
    void retryAll() throws Exception {
        retryAll(new Visitor(server.url(), "10.0.0.1").signIn("operator", password("operator")));
    }

    private void retryAll(Visitor person) throws Exception {
        look(person, "/console/dead-letters?view=list");
        Matcher upTo = Pattern.compile("name=\"upTo\" value=\"(\\d+)\"").matcher(person.page());
        if (!upTo.find()) {
            return;
        }
        act(person, "/console/retries", Map.of("scope", "all", "upTo", upTo.group(1), "view", "list"));
        Matcher start = Pattern.compile("(/console/retries/\\d+)/start").matcher(person.page());
        if (start.find()) {
            act(person, start.group(1) + "/start", Map.of());
            look(person, start.group(1) + "/progress");
        }
    }

    /** By number, by company, with nonsense, or along the address in a QR symbol. */
    void lookUp(Random dice) throws Exception {
        Visitor person = new Visitor(server.url(), address(dice));
        if (dice.nextInt(4) == 0) {
            look(person, "/?certNum=" + Visitor.encoded(nonsense(dice)));
            look(person, "/p/" + Integer.toHexString(dice.nextInt()));
            return;
        }
        Optional<Map<String, Object>> licence = ledger.sql("select cert_num, company_name, credit_code, preview_token from licence"
                        + " where cert_num >= (select min(cert_num) from licence) offset ? limit 1")
                .param(dice.nextInt(1 + dice.nextInt(2000))).query().listOfRows().stream().findFirst();
        if (licence.isEmpty()) {
            return;
        }
        look(person, "/?certNum=" + Visitor.encoded((String) licence.get().get("cert_num")));
        look(person, "/?company=" + Visitor.encoded((String) licence.get().get("company_name")) + "&creditCode="
                + licence.get().get("credit_code"));
        String preview = "/p/" + licence.get().get("preview_token");
        look(person, preview);
        if (dice.nextInt(3) == 0) {
            look(person, preview + pick(List.of(".png", ".pdf", ".ofd"), dice));
        }
    }

    /** One of ours, one of ours that somebody has touched, or what has never been an OFD. */
    void verify(Random dice) throws Exception {
        Visitor person = new Visitor(server.url(), dice.nextInt(5) == 0 ? "203.0.113.1" : address(dice));
        look(person, "/verify");
        person.upload("/verify", dice.nextBoolean() ? "证照.ofd" : "../../etc/passwd\0.ofd", file(dice));
        looks.incrementAndGet();
    }

    private byte[] file(Random dice) throws IOException {
        List<Path> sealed = Vitals.files(documents, path -> true);
        byte[] ours = sealed.isEmpty() ? new byte[0] : Files.readAllBytes(pick(sealed, dice));
        return switch (ours.length == 0 ? 4 + dice.nextInt(4) : dice.nextInt(8)) {
            case 0, 1 -> ours;
            case 2 -> {
                ours[dice.nextInt(ours.length)] ^= 1 << dice.nextInt(8);
                yield ours;
            }
            case 3 -> Arrays.copyOf(ours, dice.nextInt(ours.length));
            case 4 -> {
                byte[] noise = new byte[dice.nextInt(1 << 20)];
                dice.nextBytes(noise);
                yield noise;
            }
            case 5 -> zip("OFD.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>".getBytes(StandardCharsets.UTF_8));
            case 6 -> zip("Doc_0/Res/bomb.xml", new byte[BOMB]);
            default -> new byte[(10 << 20) + dice.nextInt(4 << 20)]; // more than is taken
        };
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** What a monitoring system asks for. */
    void scrape() throws Exception {
        Visitor monitoring = new Visitor(server.url(), "10.0.0.2");
        look(monitoring, "/actuator/prometheus");
        look(monitoring, "/actuator/health/liveness");
    }

    private void look(Visitor person, String path) throws Exception {
        person.get(path);
        looks.incrementAndGet();
    }

    private void act(Visitor person, String path, Map<String, String> form) throws Exception {
        person.post(path, form);
        acts.incrementAndGet();
    }

    private String password(String user) {
        Matcher printed = Pattern.compile("用户 " + user + "  密码 (\\S+)").matcher(server.output());
        if (!printed.find()) {
            throw new IllegalStateException("the server has not said the password of " + user);
        }
        return printed.group(1);
    }

    private static String address(Random dice) {
        return "10." + dice.nextInt(256) + "." + dice.nextInt(256) + "." + (1 + dice.nextInt(254));
    }

    private static String nonsense(Random dice) {
        return dice.ints(1 + dice.nextInt(60), 32, 0x9fff).filter(Character::isDefined)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static <T> T pick(List<T> choices, Random dice) {
        return choices.get(dice.nextInt(choices.size()));
    }
}
