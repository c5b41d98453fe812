package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.web.Browser;
import cn.zhenglu.web.RunningDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class ReconciliationBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RunningDemo demo;
    private Browser browser;

    @BeforeEach
    void open(RunningDemo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    @Test
    void aDroppedListIsComparedAndWhatIsMissingThereIsGivenAgainAfterAYes() throws IOException {
        String known = demo.certNum("000001");
        drop("list.csv", "证书编号,状态,版本,企业名称,审批部门\n" + known + ",有效,9,某公司,fuzhou\n（闽）JZ安许证字[2019]999999,有效,1,新公司,xiamen\n");
        browser.signIn("operator", demo.password("operator"));
        untilListShows("list.csv", "已完成");
        drop("broken.csv", "没有这一列\n1\n");
        untilListShows("broken.csv", "未完成");
        assertThat(browser.text("#reconciliations")).contains("没有「证书编号、证照编号、certNum」列");
        browser.screenshot("console-reconciliations");

        browser.follow(browser.all("#reconciliations tbody tr").stream().filter(row -> row.getText().contains("list.csv")).findFirst()
                .orElseThrow().findElement(org.openqa.selenium.By.cssSelector("a")));
        assertThat(browser.text("#tally")).contains("福州市城乡建设局", "厦门市住房和建设局");
        assertThat(browser.text("#differences")).contains("省级缺少");
        browser.screenshot("console-reconciliation");
        String one = browser.address();

        browser.open(one + "?kind=VERSION_DIFFERS");
        assertThat(browser.text("#differences")).contains(known, "第 9 版");

        browser.open(one + "?department=xiamen&kind=MISSING_THERE");
        int missing = browser.all("#differences tbody tr").size();
        browser.submit("#resubmit");
        assertThat(browser.text("#question")).contains("确认补报以下 " + missing + " 件证照（厦门市住房和建设局）");
        browser.screenshot("console-reconciliation-resubmit");
        browser.submit("#yes");
        assertThat(browser.text("#result")).contains("已列入补报");
        await().atMost(PATIENCE).until(() -> browser.open(one).text("#asked .summary").matches("已补报 \\d+"));
        assertThat(browser.text("#asked .summary")).isEqualTo("已补报 " + browser.all("#items tbody tr").size());
        browser.screenshot("console-reconciliation-resubmitted");

        browser.open(one + "?lang=en");
        assertThat(browser.text("h1")).startsWith("Reconciliation");
        browser.open(one + "?lang=zh-CN");
    }

    private void untilListShows(String name, String standing) {
        await().atMost(PATIENCE).until(() -> browser.open("/console/reconciliations").all("#reconciliations tbody tr").stream()
                .anyMatch(row -> row.getText().contains(name) && row.getText().contains(standing)));
    }

    private void drop(String name, String content) throws IOException {
        Path folder = Files.createDirectories(demo.folder().resolve("data/reconcile"));
        Files.move(Files.writeString(folder.resolve(name + ".tmp"), content), folder.resolve(name));
    }
}
