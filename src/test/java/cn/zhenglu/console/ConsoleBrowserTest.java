package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.web.Browser;
import cn.zhenglu.web.RunningDemo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class ConsoleBrowserTest {

    private RunningDemo demo;
    private Browser browser;

    @BeforeEach
    void open(RunningDemo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    private void signIn(String user) {
        browser.signIn(user, demo.password(user));
        assertThat(browser.address()).isEqualTo(demo.url() + "/console");
    }

    @Test
    void whoeverIsNotSignedInIsAskedToAndThenGetsWhatWasWanted() {
        browser.open("/console/dead-letters?standing=ARCHIVED");
        assertThat(browser.text("h1")).isEqualTo("登录");
        browser.screenshot("console-sign-in");

        browser.type("username", "operator").type("password", "wrong").submit("button");
        assertThat(browser.text("[role=alert]")).isEqualTo("用户名或密码不正确。");

        browser.type("username", "operator").type("password", demo.password("operator")).submit("main button");
        assertThat(browser.text("h1")).isEqualTo("死信");
        assertThat(browser.text("[aria-current=page]")).isEqualTo("死信");
        assertThat(browser.text(".tabs [aria-current=page]")).isEqualTo("已归档");
    }

    @Test
    void signingOutEndsTheSession() {
        signIn("viewer");
        browser.submit("form[action$='/console/logout'] button");
        assertThat(browser.text("[role=status]")).isEqualTo("已退出登录。");

        browser.open("/console");
        assertThat(browser.text("h1")).isEqualTo("登录");
    }

    @Test
    void theOverviewCountsWhatIsWhere() {
        signIn("viewer");
        browser.screenshot("console-overview");

        int open = Integer.parseInt(browser.text("#open-letters strong"));
        int byGroup = browser.all("#groups tbody td.number").stream().mapToInt(n -> Integer.parseInt(n.getText())).sum();
        assertThat(byGroup).as("of the largest groups").isPositive().isLessThanOrEqualTo(open);
        assertThat(browser.text("#open-letters small")).startsWith("最早 20");
        assertThat(Integer.parseInt(browser.text("#by-stage tfoot td:last-child"))).as("the samples and what other tests add")
                .isGreaterThanOrEqualTo(220);
        assertThat(browser.text(".health")).contains("可以报送", "各部门印章可用", "各来源读取正常");
        assertThat(browser.text("#rate")).matches("今日办结 \\d+ 件，转人工 \\d+ 件；近一小时办结 \\d+ 件。");
        assertThat(browser.all("figure.chart canvas")).as("drawn").hasSize(3);
        assertThat(browser.all("#flow figure:first-of-type tbody tr")).as("six stages, and those that need a person").hasSize(7);
        assertThat(browser.text("#calls")).contains("赋码", "归集");

        browser.submit("#open-letters");
        assertThat(browser.all("#groups tbody tr")).isNotEmpty();
        browser.screenshot("console-dead-letter-groups");
        browser.submit("#one-by-one");
        assertThat(browser.text("#found")).isEqualTo("共 " + open + " 件");
        assertThat(browser.all(".letters tbody tr")).hasSize(Math.min(50, open));
        browser.screenshot("console-dead-letters");

        browser.open("/console/departments").screenshot("console-departments");
        assertThat(browser.all("#departments tbody tr")).as("those configured, and one that a source has made up").hasSizeGreaterThanOrEqualTo(15);
        assertThat(browser.text("#departments tbody tr:first-child")).contains("福州市城乡建设局", "可用", "证书文件", "还有");
        assertThat(browser.text("#departments .unknown")).contains("atlantis", "未在设置中登记");
    }

    @Test
    void aDeadLetterSaysWhatIsWrongWhatToDoAndWhereItCameFrom() {
        signIn("viewer");
        openLetter("legal-person", "法定代表人证件号码");

        assertThat(browser.text(".problems")).contains("校验位不正确", "处理办法：", "存量证照.csv 第 11 行");
        assertThat(browser.text(".record .refused dd")).matches("\\d{6}\\*{10}.{2}");
        assertThat(browser.source()).doesNotContainPattern("\\d{17}[\\dX]");
        assertThat(browser.text(".history")).contains("已接收", "转人工处理");
        assertThat(browser.text(".meaning")).contains("最后一位用于校验");
        assertThat(browser.text(".source")).contains("证件号码");
        browser.screenshot("console-dead-letter-viewer");
    }

    @Test
    void aViewerSeesTheButtonsDisabledAndWhy() {
        signIn("viewer");
        openLetter("credit code", "统一社会信用代码");

        assertThat(browser.find("#edit").isEnabled()).isFalse();
        assertThat(browser.find("#retry").isEnabled()).isFalse();
        assertThat(browser.find("#archive").isEnabled()).isFalse();
        assertThat(browser.text("#not-allowed")).contains("当前角色为「查看」");
    }

    @Test
    void anOperatorArchivesADeadLetterWithAReason() {
        signIn("operator");
        openLetter("department", "atlantis");
        browser.screenshot("console-dead-letter-operator");
        browser.type("reason", "部门代码系测试数据，不再办理").submit("#archive");

        assertThat(browser.text("#result")).isEqualTo("已归档，业务不再办理。");
        assertThat(browser.text("#standing")).isEqualTo("已归档");
        assertThat(browser.text("#closed")).contains("operator", "部门代码系测试数据，不再办理");
        assertThat(browser.text(".history")).contains("归档", "operator");
        assertThat(browser.all("#retry")).isEmpty();
        browser.screenshot("console-dead-letter-archived");

        String address = browser.address();
        browser.open("/console/dead-letters?q=atlantis");
        assertThat(browser.text("main")).contains("没有死信");
        browser.open("/console/dead-letters?standing=ARCHIVED");
        assertThat(browser.text("main")).contains("atlantis");
        browser.open(address);
        assertThat(browser.all("#result")).as("shown once").isEmpty();

        browser.submit("#restore");
        assertThat(browser.text("#result")).isEqualTo("已恢复，重新列入待处理。");
        assertThat(browser.text("#standing")).isEqualTo("待处理");
        assertThat(browser.text(".history")).contains("归档", "恢复");
    }

    @Test
    void anOperatorRetriesADeadLetterAndWhatIsStillWrongComesBack() {
        signIn("operator");
        openLetter("renewal", "2020]009999");
        String first = browser.address();
        browser.submit("#retry");

        assertThat(browser.text("#result")).startsWith("已提交重试");
        assertThat(browser.text("#standing")).isEqualTo("已重试");
        assertThat(browser.text("#closed")).contains("operator");

        browser.follow(browser.link("查看该业务"));
        assertThat(browser.text(".history")).contains("人工重试", "operator");
        String submission = browser.address();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            browser.open(submission);
            assertThat(browser.text("#standing")).isEqualTo("待人工处理");
        });
        browser.open("/console/dead-letters?q=009999");
        WebElement again = letter("2020]009999");
        assertThat(again.getAttribute("href")).isNotEqualTo(first);
    }

    @Test
    void aFinishedSubmissionShowsItsStoryItsCallsAndItsDocument() {
        signIn("viewer");
        browser.open("/console/submissions?stage=COLLECTED&operation=NEW&department=xiamen");
        browser.screenshot("console-submissions");
        browser.follow(browser.find("#submissions tbody a"));

        assertThat(browser.text("#standing")).isEqualTo("已完成");
        assertThat(browser.text(".history")).contains("已接收", "已校验", "已赋码", "已签章", "已归集");
        assertThat(browser.all(".calls details")).hasSizeGreaterThanOrEqualTo(3);
        browser.accessible(browser.address());
        browser.untilPicture("img.sheet").screenshot("console-submission");
        assertThat(browser.source()).doesNotContainPattern("\\d{17}[\\dX](?![\\dA-Fa-f.])");

        browser.submit("#preview");
        assertThat(browser.address()).contains("/p/");
    }

    @Test
    void theLanguageIsChineseUntilItIsChangedAndThenRemembered() {
        signIn("viewer");
        browser.open("/console/submissions?standing=DONE&lang=en");
        assertThat(browser.text("h1")).isEqualTo("Submissions");
        assertThat(browser.find("html").getAttribute("lang")).isEqualTo("en");
        browser.screenshot("console-submissions-english");

        browser.open("/console");
        assertThat(browser.text("h1")).isEqualTo("Overview");
        browser.follow(browser.link("中文"));
        assertThat(browser.text("h1")).isEqualTo("总览");
    }

    private void openLetter(String what, String text) {
        browser.open("/console/dead-letters?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        browser.follow(letter(text));
        assertThat(browser.text("h1")).as(what).startsWith("死信 ");
    }

    private WebElement letter(String text) {
        return browser.all(".letters tbody tr").stream().filter(row -> row.getText().contains(text)).findFirst()
                .orElseThrow(() -> new AssertionError("no dead letter about " + text))
                .findElement(By.cssSelector("a.reason"));
    }
}
