package cn.zhenglu;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The plan of the house: who may know whom. */
class RoomsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("cn.zhenglu");

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("root").definedBy("cn.zhenglu")
                .layer("demo").definedBy("cn.zhenglu.demo..")
                .layer("simulator").definedBy("cn.zhenglu.simulator..")
                .layer("web").definedBy("cn.zhenglu.web..")
                .layer("doctor").definedBy("cn.zhenglu.doctor..")
                .layer("observe").definedBy("cn.zhenglu.observe..")
                .layer("console").definedBy("cn.zhenglu.console..")
                .layer("portal").definedBy("cn.zhenglu.portal..")
                .layer("alert").definedBy("cn.zhenglu.alert..")
                .layer("deadletter").definedBy("cn.zhenglu.deadletter..")
                .layer("ledger").definedBy("cn.zhenglu.ledger..")
                .layer("reconcile").definedBy("cn.zhenglu.reconcile..")
                .layer("stock").definedBy("cn.zhenglu.stock..")
                .layer("intake").definedBy("cn.zhenglu.intake..")
                .layer("document").definedBy("cn.zhenglu.document..")
                .layer("seal").definedBy("cn.zhenglu.seal")
                .layer("ses").definedBy("cn.zhenglu.seal.ses..")
                .layer("verify").definedBy("cn.zhenglu.seal.verify..")
                .layer("relay").definedBy("cn.zhenglu.relay..")
                .layer("licence").definedBy("cn.zhenglu.licence..")
                .whereLayer("root").mayNotBeAccessedByAnyLayer()
                .layer("install").definedBy("cn.zhenglu.install..")
                .whereLayer("install").mayOnlyBeAccessedByLayers("root")
                .whereLayer("install").mayOnlyAccessLayers("doctor")
                .whereLayer("doctor").mayOnlyBeAccessedByLayers("root", "install")
                .whereLayer("licence").mayNotAccessAnyLayer()
                .whereLayer("web").mayNotAccessAnyLayer()
                .whereLayer("intake").mayOnlyAccessLayers("licence")
                .whereLayer("document").mayOnlyAccessLayers("licence")
                .whereLayer("seal").mayOnlyAccessLayers("licence", "ses")
                .whereLayer("ses").mayNotAccessAnyLayer()
                .whereLayer("verify").mayOnlyAccessLayers("licence")
                .whereLayer("relay").mayOnlyAccessLayers("licence")
                .whereLayer("ledger").mayOnlyAccessLayers("licence")
                .whereLayer("deadletter").mayOnlyAccessLayers("licence", "ledger")
                .whereLayer("reconcile").mayOnlyAccessLayers("licence", "ledger")
                .whereLayer("stock").mayOnlyAccessLayers("licence", "ledger", "intake", "document")
                .whereLayer("alert").mayOnlyAccessLayers("licence", "ledger", "deadletter", "seal", "web")
                .whereLayer("console").mayOnlyAccessLayers("licence", "ledger", "deadletter", "reconcile", "stock", "alert", "intake", "document", "seal",
                        "web")
                .whereLayer("portal").mayOnlyAccessLayers("licence", "ledger", "document", "verify", "web")
                .whereLayer("observe").mayOnlyAccessLayers("licence", "ledger", "deadletter", "seal")
                .whereLayer("simulator").mayOnlyAccessLayers("licence")
                .whereLayer("simulator").mayOnlyBeAccessedByLayers("root", "demo", "doctor")
                .check(HOUSE);
    }

    @Test
    void noRoomsKnowEachOtherInACircle() {
        slices().matching("cn.zhenglu.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void theLicenceKnowsNoFramework() {
        noClasses().that().resideInAPackage("cn.zhenglu.licence..")
                .should().dependOnClassesThat().resideOutsideOfPackages("java..", "cn.zhenglu.licence..")
                .check(HOUSE);
    }

    @Test
    void sealingAndVerifyingShareNoCode() {
        noClasses().that().resideInAPackage("cn.zhenglu.seal.verify..")
                .should().dependOnClassesThat().resideInAnyPackage("cn.zhenglu.seal", "cn.zhenglu.seal.ses..", "cn.zhenglu.document..")
                .check(HOUSE);
    }

    @Test
    void xmlIsReadByTheReadersThatKnowNoEntitiesOnly() {
        noClasses().that().doNotHaveFullyQualifiedName("cn.zhenglu.document.SafeXml")
                .and().doNotHaveFullyQualifiedName("cn.zhenglu.seal.verify.SafeXml")
                .and().doNotHaveFullyQualifiedName("cn.zhenglu.seal.OfdPackage")
                .and().doNotHaveFullyQualifiedName("cn.zhenglu.intake.XlsxGuard")
                .should().dependOnClassesThat().haveNameMatching("javax\\.xml\\.(parsers|xpath|validation)\\..*Factory|javax\\.xml\\.stream\\.XMLInputFactory")
                .check(HOUSE);
    }

    @Test
    void nothingIsDeserialisedIntoObjectsOfTheSendersChoice() {
        noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.ObjectInputStream|java\\.beans\\.XMLDecoder").check(HOUSE);
    }

    /** Arguments go one by one to the database's own tools, never through a shell. */
    @Test
    void onlyBackupsStartOtherPrograms() {
        noClasses().that().doNotHaveFullyQualifiedName("cn.zhenglu.install.LedgerDatabase")
                .should().dependOnClassesThat().haveNameMatching("java\\.lang\\.(ProcessBuilder|Runtime\\$.*)").check(HOUSE);
    }
}
