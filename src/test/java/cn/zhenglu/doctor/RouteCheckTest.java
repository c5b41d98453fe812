package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The shipped route files, each time with something wrong in them. */
class RouteCheckTest {

    private static Settings settings;
    private static AnnotationConfigApplicationContext rooms;

    @TempDir
    private Path routes;

    @BeforeAll
    static void openRooms() {
        settings = Settings.read(List.of("--zhenglu.relay.base-url=http://127.0.0.1:1"));
        rooms = Rooms.open(settings.environment(), Path.of("routes"));
    }

    @AfterAll
    static void closeRooms() {
        rooms.close();
    }

    @BeforeEach
    void shippedRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theShippedRoutesAreGood() throws Exception {
        assertThat(look()).singleElement().extracting(Finding::level).isEqualTo(Finding.Level.OK);
    }

    @Test
    void aFolderWithoutRouteFilesIsToldAndNotTakenForWell() throws Exception {
        assertThat(new RouteCheck(routes.resolve("none"), settings.environment(), rooms.getBeanFactory()).look())
                .singleElement().asString().contains("没有路由文件");
    }

    @Test
    void oneBrokenFileIsNamedWithItsLineAndHidesNoOther() throws Exception {
        add("broken-a", "- log: {mesage: hello}");
        add("broken-b", "- logg: {message: hello}");
        Files.writeString(routes.resolve("broken-c.camel.yaml"), "- route:\n    id: x\n   from: [\n");
        Files.writeString(routes.resolve("broken-d.camel.yaml"), "");
        edit("state.camel.yaml", "jms:queue:zhenglu.state", "jms:queue:zhenglu.state?concurentConsumers=2");
        assertThat(look()).extracting(Finding::text)
                .anyMatch(text -> text.contains("broken-a.camel.yaml 第 6 行") && text.contains("「mesage」"))
                .anyMatch(text -> text.contains("broken-b.camel.yaml 第 6 行") && text.contains("「logg」"))
                .anyMatch(text -> text.contains("broken-c.camel.yaml 第 3 行") && text.contains("YAML"))
                .anyMatch(text -> text.contains("broken-d.camel.yaml") && text.contains("文件为空"))
                .anyMatch(text -> text.contains("state.camel.yaml") && text.contains("concurentConsumers"))
                .anyMatch(text -> text.contains("未检查"))
                .hasSize(6);
    }

    @Test
    void aDirectAddressThatNobodyListensToIsFound() throws Exception {
        add("extra", "- to: direct:nobody");
        assertThat(look()).singleElement().asString().contains("extra.camel.yaml 第 6 行", "direct:nobody");
    }

    @Test
    void anUnknownErrorPolicyIsFound() throws Exception {
        edit("upload.camel.yaml", "routeConfigurationId: failures", "routeConfigurationId: failure");
        assertThat(look()).singleElement().asString().contains("upload.camel.yaml", "failure", "差错处理");
    }

    @Test
    void anUnknownBeanIsFound() throws Exception {
        edit("upload.camel.yaml", "ref: relay, method: collect", "ref: relais, method: collect");
        assertThat(look()).singleElement().asString().contains("upload.camel.yaml", "upload", "relais");
    }

    @Test
    void anUnknownMethodOfABeanIsFound() throws Exception {
        edit("upload.camel.yaml", "ref: relay, method: collect", "ref: relay, method: colect");
        assertThat(look()).singleElement().asString().contains("upload.camel.yaml 第 ", "Relay 没有方法 colect");
    }

    @Test
    void aSettingThatNobodyHasMadeIsFound() throws Exception {
        edit("dispatch.camel.yaml", "{{zhenglu.ledger.poll-interval}}", "{{zhenglu.ledger.pol-interval}}");
        assertThat(look()).singleElement().asString().contains("dispatch.camel.yaml", "zhenglu.ledger.pol-interval");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- to: https://example.cn/list?followRedirects=true",
        "- to: {uri: http://example.cn/list, parameters: {followRedirects: \"{{nobody.sets.this:true}}\"}}"})
    void anAddressThatFollowsRedirectsIsRefused(String step) throws Exception {
        add("extra", step);
        assertThat(look()).singleElement().asString().contains("extra.camel.yaml", "followRedirects=true", "直接填写最终地址");
    }

    /** Those that are made up when a message comes. */
    @Test
    void noAddressThatFollowsRedirectsIsEverMade() throws Exception {
        try (DefaultCamelContext camel = RouteFiles.scratch(settings.environment(), new HollowBeans(rooms.getBeanFactory()))) {
            assertThatThrownBy(() -> camel.getEndpoint("http://example.cn?followRedirects=true")).rootCause()
                    .hasMessageContaining("followRedirects=true");
            assertThat(camel.getEndpoint("http://example.cn")).isNotNull();
        }
    }

    @Test
    void aMissingRouteIsFound() throws Exception {
        Files.delete(routes.resolve("upload.camel.yaml"));
        assertThat(look()).singleElement().asString().contains("缺少路由 upload");
    }

    @Test
    void anIdThatIsThereTwiceIsFound() throws Exception {
        Files.copy(routes.resolve("upload.camel.yaml"), routes.resolve("upload-copy.camel.yaml"));
        assertThat(look()).singleElement().asString().contains("upload-copy.camel.yaml", "upload.camel.yaml", "重复");
    }

    private List<Finding> look() throws Exception {
        return new RouteCheck(routes, settings.environment(), rooms.getBeanFactory()).look();
    }

    private void add(String name, String step) throws IOException {
        Files.writeString(routes.resolve(name + ".camel.yaml"), """
                - route:
                    id: %s
                    from:
                      uri: timer:extra
                      steps:
                        %s
                """.formatted(name, step));
    }

    private void edit(String file, String what, String instead) throws IOException {
        String before = Files.readString(routes.resolve(file));
        assertThat(before).contains(what);
        Files.writeString(routes.resolve(file), before.replace(what, instead));
    }
}
