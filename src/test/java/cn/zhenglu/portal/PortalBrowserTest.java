package cn.zhenglu.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.seal.verify.Limits;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.TrustedRoots;
import cn.zhenglu.web.Browser;
import cn.zhenglu.web.RunningDemo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class PortalBrowserTest {

    private RunningDemo demo;
    private Browser browser;

    @BeforeEach
    void open(RunningDemo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    @Test
    void aLicenceIsFoundByItsNumberWhateverTheBrackets() {
        browser.open("/").screenshot("portal-look-up");
        String certNum = demo.certNum("000001");
        browser.type("certNum", " " + certNum.replace('（', '(').replace('）', ')').replace("JZ", "jz").replace('[', '【').replace(']', '】'))
                .submit("form button");

        assertThat(browser.text("#found .state")).contains("有效");
        assertThat(browser.text("#found .record")).contains(certNum, "第 1 版");
        browser.screenshot("portal-look-up-found");
    }

    @Test
    void aLicenceIsFoundByCompanyAndCreditCodeOnlyWhenBothMatch() {
        browser.open("/").type("certNum", demo.certNum("000121")).submit("form button");
        String company = browser.text("#found .record div:nth-child(2) dd");
        String creditCode = browser.text("#found .record div:nth-child(3) dd");

        browser.open("/").type("company", company).type("creditCode", creditCode.toLowerCase()).submit("form:nth-of-type(2) button");
        assertThat(browser.text("#found")).contains("查询结果：1 件", demo.certNum("000121"));

        browser.open("/").type("company", company).type("creditCode", "91350100MA2300004L").submit("form:nth-of-type(2) button");
        assertThat(browser.text("#found")).contains("没有查到");
    }

    @Test
    void suspendedAndEndedLicencesSaySoInLargeType() {
        assertThat(state("000080")).isEqualTo("暂扣");
        assertThat(browser.value("parseFloat(getComputedStyle(document.querySelector('.state strong')).fontSize)"))
                .satisfies(size -> assertThat(((Number) size).doubleValue()).isGreaterThan(30));
        browser.screenshot("portal-look-up-suspended");
        assertThat(state("000091")).isEqualTo("注销");
        assertThat(state("000092")).isEqualTo("撤销");
        assertThat(state("000093")).isEqualTo("吊销");
        assertThat(browser.source()).as("the reason of a punishment").doesNotContain("发生生产安全事故");
    }

    private String state(String serial) {
        browser.open("/").type("certNum", demo.certNum(serial)).submit("form button");
        return browser.text("#found .state strong");
    }

    @Test
    void aPreviewShowsTheLicenceWithoutItsPerson() {
        browser.open(preview(demo.certNum("000081"), "NEW")).untilPicture("img.sheet");

        assertThat(browser.text("#certNum")).isEqualTo(demo.certNum("000081"));
        assertThat(browser.text("#version")).isEqualTo("第 1 版");
        assertThat(browser.text("main")).doesNotContain("法定代表人");
        assertThat(browser.all("#old-version")).isEmpty();
        browser.screenshot("portal-preview-suspended");
    }

    @Test
    void aPreviewCanBeHadAsAPdfWithTheTextOfTheLicence() throws IOException {
        String number = demo.certNum("000021");
        browser.open(preview(number, "RENEW"));

        HttpResponse<byte[]> pdf = demo.send(HttpRequest.newBuilder(URI.create(browser.find("#pdf").getAttribute("href"))),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(pdf.headers().firstValue("Content-Type")).hasValue("application/pdf");
        try (PDDocument document = Loader.loadPDF(pdf.body())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", "")).contains(number);
        }
    }

    @Test
    void anOldVersionSaysWhichIsCurrentAndLeadsThere() {
        browser.open(preview(demo.certNum("000021"), "NEW")).untilPicture("img.sheet");
        assertThat(browser.text("#old-version")).contains("非现行版本", "第 1 版", "现行版本为第 2 版，目前状态：有效。");
        assertThat(browser.all("#download")).as("a file that looks valid").isEmpty();
        assertThat(demo.get(browser.address().substring(demo.url().length()) + ".ofd").statusCode()).isEqualTo(404);
        assertThat(browser.all(".state")).as("nothing that could be read as valid").hasSize(1);
        browser.screenshot("portal-preview-old-version");

        browser.follow(browser.link("查看现行版本")).untilPicture("img.sheet");
        assertThat(browser.text("#version")).isEqualTo("第 2 版");
        assertThat(browser.text(".state strong")).isEqualTo("有效");
        assertThat(browser.all("#old-version")).isEmpty();
        browser.screenshot("portal-preview");
    }

    @Test
    void aGenuineFileIsValidAndAnAlteredOneIsNot(@TempDir Path folder) throws IOException {
        browser.open(preview(demo.certNum("000021"), "RENEW"));
        String file = browser.find("#download").getAttribute("href");
        byte[] ofd = demo.send(HttpRequest.newBuilder(URI.create(file)), HttpResponse.BodyHandlers.ofByteArray()).body();
        Path genuine = Files.write(folder.resolve("genuine.ofd"), ofd);
        ofd[ofd.length / 2] ^= 1;
        Path altered = Files.write(folder.resolve("altered.ofd"), ofd);

        browser.open("/verify").screenshot("portal-verify");
        verify(genuine);
        assertThat(browser.text("#report .state strong")).isEqualTo("有效");
        assertThat(browser.text("#report .record")).contains(demo.certNum("000021"));
        assertThat(browser.all(".checks li")).hasSizeGreaterThan(10);
        browser.screenshot("portal-verify-valid");
        browser.follow(browser.link("查询目前状态"));
        assertThat(browser.text("#found .state strong")).isEqualTo("有效");

        verify(altered);
        assertThat(browser.text("#report .state strong")).isIn("无效", "无法读取");
        assertThat(browser.text(".checks .ended")).contains("未通过");
        browser.screenshot("portal-verify-invalid");
    }

    @Test
    void aFileThatIsDroppedOnThePageIsVerified() {
        browser.open("/verify");
        assertThat(browser.text("#file-hint")).contains("拖放");
        browser.submitBy("""
                const files = new DataTransfer();
                files.items.add(new File(['no licence'], 'dropped.ofd'));
                document.querySelector('main').dispatchEvent(
                    new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
                """);
        assertThat(browser.text("#report .state strong")).isEqualTo("无法读取");
        assertThat(browser.text("#report")).contains("dropped.ofd");
    }

    @Test
    void theTextOfAQrSymbolLeadsToItsLicence() {
        String address = preview(demo.certNum("000080"), "NEW");
        browser.open(address).untilPicture("img.sheet");
        byte[] ofd = demo.send(HttpRequest.newBuilder(URI.create(address + ".ofd")), HttpResponse.BodyHandlers.ofByteArray()).body();
        String scanned = new OfdVerifier(new TrustedRoots(List.of()), Clock.systemUTC(), Limits.DEFAULT).verify(ofd).facts().qr();

        browser.open("/verify").type("code", scanned).submit("#by-code button");
        assertThat(browser.text("#certNum")).isEqualTo(demo.certNum("000080"));
        assertThat(browser.text(".state strong")).isEqualTo("暂扣");

        browser.open("/verify").type("code", scanned.substring(1)).submit("#by-code button");
        assertThat(browser.text("#unknown-code")).contains("没有与此二维码对应的证照");
        browser.screenshot("portal-verify-unknown-code");
    }

    @Test
    void aPreviewSaysThatTheSealHolds() {
        browser.open(preview(demo.certNum("000081"), "NEW")).untilPicture("img.sheet");
        assertThat(browser.text("#verification summary")).contains("签章验证", "有效");
        browser.find("#verification summary").click();
        assertThat(browser.all("#verification .checks li")).hasSizeGreaterThan(10);
        browser.screenshot("portal-preview-verification");
    }

    @Test
    void thePagesAreReadInEnglishToo() {
        browser.open("/?lang=en").screenshot("portal-look-up-english");
        browser.open("/verify").screenshot("portal-verify-english");
        assertThat(browser.find("html").getAttribute("lang")).isEqualTo("en");
    }

    private void verify(Path file) {
        browser.open("/verify");
        browser.find("#file").sendKeys(file.toAbsolutePath().toString());
        browser.submit("form button");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWithASentence(@TempDir Path folder) throws IOException {
        Path large = Files.write(folder.resolve("large.ofd"), new byte[12 * 1024 * 1024]);
        verify(large);

        assertThat(browser.text("#too-large")).contains("10 MB");
    }

    @Test
    void whatIsNotThereSaysNothingMore() {
        browser.open("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(browser.text("h1")).isEqualTo("没有找到");
        browser.screenshot("error-404");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("404"));
    }

    /** The address of a version, as an operator finds it. */
    private String preview(String certNum, String operation) {
        browser.signIn("viewer", demo.password("viewer"));
        browser.open("/console/submissions?operation=" + operation + "&certNum="
                + java.net.URLEncoder.encode(certNum, java.nio.charset.StandardCharsets.UTF_8));
        browser.follow(browser.find("#submissions tbody a"));
        return browser.find("#preview").getAttribute("href");
    }
}
