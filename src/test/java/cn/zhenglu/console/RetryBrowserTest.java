package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.web.Browser;
import cn.zhenglu.web.RunningDemo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mending what went wrong, one and many, as operators do it. */
@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class RetryBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String HEADER = "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门\n";
    private static final String COMPANY = "福建榕山建筑工程有限公司";
    private static final String MANY = "福建榕江建筑工程有限公司";
    /** Of the three hundred, those of a department that does not exist: they fail again. */
    private static final int WRONG = 20;
    private static final int YEAR = LocalDate.now().getYear();

    private RunningDemo demo;
    private Browser browser;

    @BeforeEach
    void open(RunningDemo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    @Test
    void aWrongCreditCodeIsEditedCheckedAndRetriedUntilTheLicenceIsCollected() {
        String first17 = "91350100MA3990001";
        String right = first17 + CreditCode.checkDigit(first17);
        String wrong = first17 + (right.endsWith("0") ? "1" : "0");
        String certNum = "（闽）JZ安许证字[%d]990001".formatted(YEAR);
        demo.drop("edit.csv", HEADER + row(certNum, wrong, "fuzhou"));
        browser.signIn("operator", demo.password("operator"));
        untilFound(certNum, 1);

        // group → one
        browser.follow(browser.find(".letters tbody a.reason")).submit("#to-group");
        assertThat(browser.text("#group")).contains("校验位不正确");
        browser.open("/console/dead-letters?q=" + wrong).follow(browser.find(".letters tbody a.reason"));
        assertThat(browser.text("#refused-again")).contains("不作修改");
        String letter = browser.address();
        browser.submit("#edit");
        assertThat(browser.text(".field.refused")).contains("统一社会信用代码");
        browser.screenshot("console-edit");

        browser.submit("#check");
        assertThat(browser.text("#problems")).contains("校验位不正确");
        browser.type("creditCode", " " + right.toLowerCase()).submit("#check");
        assertThat(browser.text("#changes")).contains("统一社会信用代码", wrong, right);
        assertThat(browser.all("#changes tbody tr")).hasSize(1);
        browser.screenshot("console-edit-confirm");

        try (Browser other = new Browser(demo.url()).signIn("admin", demo.password("admin"))) {
            other.open(letter + "/edit").type("creditCode", right).submit("#check");
            browser.submit("#save");
            other.submit("#save");
            assertThat(other.text("#result")).contains("已由他人处理", "operator");
            assertThat(other.text("#standing")).isEqualTo("已重试");
        }
        assertThat(browser.text("#result")).contains("新版本已提交");
        String version = browser.address();
        await().atMost(PATIENCE).untilAsserted(() -> {
            browser.open(version);
            assertThat(browser.text("#stage")).isEqualTo("已归集");
        });
        assertThat(browser.text("#changes")).contains(wrong, right);
        assertThat(browser.text("#relatives")).contains("修改前", "已归档");
        assertThat(browser.text(".history")).contains("修改后重试", "operator");
        browser.accessible(browser.address());
        browser.untilPicture("img.sheet").screenshot("console-submission-edited");

        browser.open("/console/audit?action=dead-letter.edit&text=" + wrong);
        assertThat(browser.text("#entries tbody")).contains("operator", "修改后重试");
        assertThat(browser.all("#entries .difference dd")).extracting(org.openqa.selenium.WebElement::getText)
                .containsExactly("统一社会信用代码「" + wrong + "」", "统一社会信用代码「" + right + "」");
        browser.screenshot("console-audit-difference");
    }

    @Test
    void threeHundredAreRetriedWithProgressCancelledAndTheOthersRetriedAfterwards() {
        String rows = IntStream.rangeClosed(1, 300).mapToObj(i -> {
            String first17 = "91350100MA399%04d".formatted(1000 + i);
            return row("（闽）JZ安许证字[%d]98%04d".formatted(YEAR, i), first17 + CreditCode.checkDigit(first17), i <= WRONG ? "mazu" : "fuzhou");
        }).collect(Collectors.joining()).replace(COMPANY, MANY);
        demo.misbehave("{\"rules\": [{\"fault\": \"refused\", \"calls\": [\"check\"], \"probability\": 1}]}");
        demo.drop("many.csv", HEADER + rows);
        browser.signIn("operator", demo.password("operator"));
        untilFound(MANY, 300);
        demo.misbehave("{}");
        browser.open("/console");
        assertThat(browser.text("#unknown-refusals")).contains("校验", "已补充");
        browser.screenshot("console-overview-unknown-refusal");
        browser.open(search(MANY)).screenshot("console-dead-letters-search");
        browser.submit("[rel=next]");
        assertThat(browser.all(".letters tbody tr")).hasSize(50);
        browser.submit("[rel=prev]");

        browser.submit("#retry-all");
        assertThat(browser.text("#question")).contains("是否重试以下 300 件？", "停留在「已接收」", "名单已固定为这 300 件");
        assertThat(browser.text("#refused")).contains(WRONG + " 件数据仍不符合要求");
        browser.screenshot("console-retry-question");

        browser.submit("#start");
        await("progress without reloading").atMost(PATIENCE).until(() -> settled(browser) > 2 * WRONG);
        browser.screenshot("console-retry-running");
        browser.submit("#cancel");
        assertThat(browser.text("#result")).startsWith("已取消");
        await().atMost(PATIENCE).until(() -> settled(browser) == 300);
        int left = outcome("CANCELLED");
        int done = outcome("DONE");
        assertThat(left).isBetween(1, 300 - 2 * WRONG);
        assertThat(done).as("most of those that were handed over").isGreaterThanOrEqualTo(WRONG).isEqualTo(300 - left - WRONG);
        assertThat(outcome("FAILED")).isEqualTo(WRONG);
        browser.screenshot("console-retry-cancelled");

        browser.open(search("mazu"));
        assertThat(browser.text("#found")).as("each is open once").isEqualTo("共 " + WRONG + " 件");
        browser.follow(browser.find(".letters tbody a.reason")).submit("#to-group");
        assertThat(browser.text("#found")).isEqualTo("共 " + WRONG + " 件");
        browser.screenshot("console-dead-letter-group");
        retryTwo();
        assertThat(browser.text("#verdict")).contains("2 件再次转人工");
        browser.screenshot("console-retry-failed");

        browser.open(search(MANY) + "&department=fuzhou");
        assertThat(browser.text("#found")).as("what was cancelled stays as it was").isEqualTo("共 " + left + " 件");
        retryTwo();
        assertThat(browser.text("#verdict")).isEqualTo("已结束，没有再次失败的业务。");
        browser.screenshot("console-retry-done");

        browser.open("/console/retries");
        assertThat(browser.all("#runs tbody tr")).hasSizeGreaterThanOrEqualTo(3);
        browser.screenshot("console-retries");
        browser.open("/console/audit?action=dead-letter.retry-cancel");
        assertThat(browser.text("#entries tbody")).contains("operator", "取消批量重试", "未提交 " + left + " 件", "进行中", "已取消");
        try (Browser viewer = new Browser(demo.url()).signIn("viewer", demo.password("viewer"))) {
            viewer.open(search("mazu"));
            assertThat(viewer.find("#retry-all").isEnabled()).isFalse();
            assertThat(viewer.text("#not-allowed")).contains("当前角色为「查看」");
        }
    }

    private void retryTwo() {
        browser.find(".letters tbody tr:nth-child(1) input").click();
        browser.find(".letters tbody tr:nth-child(2) input").click();
        browser.submit("#retry-selected");
        assertThat(browser.text("#question")).contains("是否重试以下 2 件？");
        browser.submit("#start");
        await().atMost(PATIENCE).until(() -> !browser.all("#verdict").isEmpty());
    }

    private int outcome(String name) {
        return Integer.parseInt(browser.text(".outcome-" + name + " strong"));
    }

    private static String search(String text) {
        return "/console/dead-letters?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int settled(Browser browser) {
        // in one step: the page replaces this part of itself meanwhile
        String settled = (String) browser.value("document.querySelector('#settled').textContent");
        return Integer.parseInt(settled.replaceAll("\\D*(\\d+).*", "$1"));
    }

    private void untilFound(String text, int count) {
        await(text).atMost(PATIENCE).untilAsserted(() -> {
            browser.open(search(text));
            assertThat(browser.text("#found")).isEqualTo("共 " + count + " 件");
        });
    }

    private static String row(String certNum, String creditCode, String department) {
        return certNum + "," + COMPANY + "," + creditCode + ",林建华,350102197001011255,111,福州市新华路 1 号,有限责任公司,"
                + "%1$d-01-05,%1$d-01-05,%1$d-01-05,%2$d-01-04,".formatted(YEAR, YEAR + 3) + department + "\n";
    }
}
