package cn.zhenglu.seal.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What is sealed is verified by code that shares nothing with the sealing code: a mistake in one cannot hide in the other. */
class VerifierIndependenceTest {

    private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.zhenglu");

    @Test
    void the_verifier_uses_nothing_of_the_rooms_whose_work_it_judges() {
        noClasses().that().resideInAPackage("cn.zhenglu.seal.verify..")
                .should().dependOnClassesThat().resideInAnyPackage("cn.zhenglu.seal", "cn.zhenglu.seal.ses..", "cn.zhenglu.document..",
                        "cn.zhenglu.demo..", "org.ofdrw..")
                .check(classes);
    }

    @Test
    void those_rooms_use_nothing_of_the_verifier() {
        noClasses().that().resideInAnyPackage("cn.zhenglu.seal", "cn.zhenglu.seal.ses..", "cn.zhenglu.document..")
                .should().dependOnClassesThat().resideInAPackage("cn.zhenglu.seal.verify..")
                .allowEmptyShould(true)
                .check(classes);
    }
}
