package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.web.Browser;
import cn.zhenglu.web.RunningDemo;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class AuditBrowserTest {

    private RunningDemo demo;
    private Browser browser;

    @BeforeEach
    void open(RunningDemo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    @Test
    void aFullIdentityNumberIsShownForAReasonThatTheAuditKeeps() {
        browser.signIn("operator", demo.password("operator"));
        openSubmission();
        assertThat(browser.source()).doesNotContainPattern("\\d{17}[\\dX](?![\\dA-Fa-f.])");
        browser.find("details.identity summary").click();
        browser.type("identity-reason", "企业来电核对法定代表人身份").screenshot("console-submission-identity");
        browser.submit("#identity-look");

        assertThat(browser.text("#identity")).matches("\\d{17}[\\dX]");
        assertThat(browser.text("#audited")).contains("operator", "企业来电核对法定代表人身份");
        browser.screenshot("console-identity");

        browser.open("/console/audit?action=identity.look");
        assertThat(browser.text("#entries tbody")).contains("operator", "查看完整证件号码", "企业来电核对法定代表人身份");
        assertThat(browser.source()).as("the number itself").doesNotContainPattern("\\d{17}[\\dX](?![\\dA-Fa-f.])");
    }

    @Test
    void aReasonThatSaysNothingShowsNothing() {
        browser.signIn("operator", demo.password("operator"));
        openSubmission();
        browser.find("details.identity summary").click();
        browser.type("identity-reason", "    .    ").submit("#identity-look");

        assertThat(browser.text("#result")).contains("未显示：请填写查看事由");
        assertThat(browser.source()).doesNotContainPattern("\\d{17}[\\dX](?![\\dA-Fa-f.])");
    }

    @Test
    void aViewerSeesThatItMayNotLookNorExportAndWhy() {
        browser.signIn("viewer", demo.password("viewer"));
        openSubmission();
        browser.find("details.identity summary").click();
        assertThat(browser.find("#identity-look").isEnabled()).isFalse();
        assertThat(browser.text("#identity-hint")).contains("当前角色为「查看」");

        browser.open("/console/audit");
        assertThat(browser.find("#export").isEnabled()).isFalse();
        assertThat(browser.text("#export-not-allowed")).contains("只有「管理」角色可以导出");
        browser.screenshot("console-audit");
    }

    @Test
    void theServerRefusesWhatTheDisabledButtonsWouldSend() {
        browser.signIn("operator", demo.password("operator"));
        browser.open("/console/audit");
        assertThat(post("/console/audit/export", "").statusCode()).isEqualTo(403);

        browser.submit("form[action$='/console/logout'] button");
        browser.signIn("viewer", demo.password("viewer"));
        openSubmission();
        String path = browser.find("details.identity form").getAttribute("action").substring(demo.url().length());
        HttpResponse<String> refused = post(path, "reason=because+I+may");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("不能访问").doesNotContainPattern("\\d{17}[\\dX](?![\\dA-Fa-f.])");
    }

    @Test
    void anAdministratorExportsTheAuditAndTheExportIsInIt() {
        browser.signIn("admin", demo.password("admin"));
        browser.open("/console/audit?actor=admin&text=%3DHYPERLINK");
        assertThat(browser.find("#from").getDomProperty("value")).as("texts are looked for within a month, not in all the years").isNotEmpty();
        assertThat(browser.text("main")).contains("没有符合条件");
        browser.open("/console/audit?actor=admin");

        HttpResponse<String> file = post("/console/audit/export", "actor=admin");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition")).hasValueSatisfying(name -> assertThat(name).contains(".csv"));
        assertThat(file.body()).startsWith("\uFEFF编号,时间,操作人,操作,对象").contains("admin,登录,", "admin,导出审计记录,");
        browser.open("/console/audit?action=audit.export");
        assertThat(browser.text("#entries tbody")).contains("admin", "导出审计记录");
        browser.screenshot("console-audit-admin");
    }

    @Test
    void theAlertsPageSaysThatNobodyIsToldYet() {
        browser.signIn("viewer", demo.password("viewer"));
        browser.open("/console/alerts");
        assertThat(browser.text("#off")).contains("尚未启用");
        browser.screenshot("console-alerts-off");
        browser.open("/console/audit?lang=en").screenshot("console-audit-english");
    }

    private void openSubmission() {
        browser.open("/console/submissions?stage=COLLECTED&operation=NEW");
        browser.follow(browser.find("#submissions tbody a"));
    }

    /** With the browser's session and the token of the page that is open. */
    private HttpResponse<String> post(String path, String form) {
        String token = browser.find("input[name=_csrf]").getAttribute("value");
        return demo.send(HttpRequest.newBuilder(URI.create(demo.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", browser.cookies()).header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form + "&_csrf=" + java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8))));
    }
}
