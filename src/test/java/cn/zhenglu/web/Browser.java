package cn.zhenglu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, fresh and without a window. Tests that want one are skipped where Chromium is not installed. */
public final class Browser implements AutoCloseable {

    /** A desk. */
    public static final int WIDE = 1280;
    /** A phone. */
    public static final int NARROW = 390;

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static final String AXE = axe();

    private final String base;
    private final Path profile;
    private final ChromeDriver driver;

    /** @param base address that paths are added to */
    public Browser(String base) {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER), "Chromium is not installed");
        this.base = base;
        try {
            profile = Files.createTempDirectory("zhenglu-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US", "--hide-scrollbars",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        options.setAcceptInsecureCerts(true); // a test's identity provider has a certificate of its own making
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
                .withEnvironment(Map.of("FONTCONFIG_FILE", fonts(profile).toString())).build(), options);
        width(WIDE);
    }

    /** A machine of ours may have no Chinese font: then the template's serves, so that screenshots can be read. */
    private static Path fonts(Path folder) {
        try {
            return Files.writeString(folder.resolve("fonts.conf"), """
                    <?xml version="1.0"?>
                    <fontconfig>
                        <dir>/usr/share/fonts</dir>
                        <dir>%s</dir>
                        <cachedir>%s</cachedir>
                        <include ignore_missing="yes">/etc/fonts/conf.d</include>
                    </fontconfig>
                    """.formatted(Path.of("config/templates/c0292/fonts").toAbsolutePath(), folder.resolve("fonts-cache")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the page so wide, in CSS pixels. */
    public Browser width(int pixels) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", pixels, "height", 844,
                "deviceScaleFactor", 1, "mobile", pixels < 600));
        return this;
    }

    /** Forgets who is signed in and what it has complained of. */
    Browser fresh() {
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        complaints();
        return width(WIDE);
    }

    public Browser open(String path) {
        driver.get(path.startsWith("http") ? path : base + path);
        return this;
    }

    /** Signs in to the console and arrives at the overview. */
    public Browser signIn(String user, String password) {
        open("/console/login");
        type("username", user);
        type("password", password);
        submit("form[action$='/console/login'] button");
        return this;
    }

    /** The first element of a CSS selector. */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What the first element of a CSS selector says now; a page that renews itself may put another in its place meanwhile. */
    public String text(String selector) {
        return new FluentWait<>(driver).withTimeout(Duration.ofSeconds(30)).pollingEvery(Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class).until(d -> find(selector).getText());
    }

    /** Types into the field of that id. */
    public Browser type(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Clicks something that leads to another page, and waits for that page. */
    public Browser submit(String selector) {
        return follow(find(selector));
    }

    /** Clicks something that leads to another page, and waits for that page. */
    public Browser follow(WebElement element) {
        return until(element::click);
    }

    /** Runs a script that leads to another page, and waits for that page. */
    public Browser submitBy(String script) {
        return until(() -> driver.executeScript(script));
    }

    private Browser until(Runnable act) {
        WebElement before = find("html");
        act.run();
        new WebDriverWait(driver, Duration.ofSeconds(30)).until(d -> {
            WebElement now = d.findElement(By.cssSelector("html"));
            return !now.equals(before) && "complete".equals(driver.executeScript("return document.readyState"));
        });
        return this;
    }

    /** The link of that text. */
    public WebElement link(String text) {
        return driver.findElement(By.linkText(text));
    }

    public String title() {
        return driver.getTitle();
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    /** As a request bears them. */
    public String cookies() {
        return driver.manage().getCookies().stream().map(cookie -> cookie.getName() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What a link leads to that the browser would store as a file: asked for in this browser's session. */
    public byte[] download(WebElement link) {
        URI address = URI.create(link.getAttribute("href"));
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).header("Cookie", cookies()).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition")).get().asString().startsWith("attachment");
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String source() {
        return driver.getPageSource();
    }

    /** The value of a JavaScript expression. */
    public Object value(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** Waits until the picture is there, and shown. */
    public Browser untilPicture(String selector) {
        WebElement picture = find(selector);
        driver.executeScript("arguments[0].scrollIntoView()", picture);
        new WebDriverWait(driver, Duration.ofSeconds(30))
                .until(d -> driver.executeScript("return arguments[0].complete && arguments[0].naturalWidth > 0", picture));
        return this;
    }

    /** Whether the page can be used by everybody, as far as axe-core can tell: WCAG 2.2, levels A and AA. */
    public Browser accessible(String name) {
        if (!(Boolean) value("'axe' in window")) {
            driver.executeScript(AXE);
        }
        Object violations = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(
                    result => done(result.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).join(' | '))),
                    failure => done(['axe-core failed: ' + failure]));
                """);
        assertThat((List<?>) violations).as("accessibility of " + name).isEmpty();
        return this;
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The whole page at both widths into {@code target/screenshots}; neither may need scrolling sideways, and both must be
     * accessible.
     */
    public Browser screenshot(String name) {
        for (int width : new int[] {WIDE, NARROW}) {
            width(width);
            assertThat((Long) value("document.documentElement.scrollWidth")).as(name + " at " + width).isLessThanOrEqualTo(width);
            accessible(name + " at " + width);
            Object png = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true)).get("data");
            try {
                Files.createDirectories(SCREENSHOTS);
                Files.write(SCREENSHOTS.resolve(name + '-' + width + ".png"), Base64.getDecoder().decode((String) png));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        width(WIDE);
        return this;
    }

    /** What the browser has complained about since the last call: errors, blocked content. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
