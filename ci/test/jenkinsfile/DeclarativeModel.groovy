// A small model of Jenkins' declarative pipeline: it reads a Jenkinsfile as Groovy, knows the directives and steps that ours
// uses and no others, and plays a build without doing anything. It prints what happened as JSON.
//
// Where it differs from Jenkins: blocks are plain closures, so that what Jenkins' own parser forbids inside them (loops,
// variables) is not refused; there is no sandbox and no CPS; `sh` ends as it is told to; a timeout never passes; what a
// plugin does with its arguments is not known; `when` knows branch, expression, not, allOf and anyOf alone.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

class Refused extends RuntimeException {
    Refused(String message) { super(message) }
}

/** Answers only to what it has a method for. */
abstract class Block {
    Build build

    def methodMissing(String name, arguments) {
        throw new Refused("${getClass().simpleName} has no ${name}")
    }

    def propertyMissing(String name) {
        throw new Refused("${getClass().simpleName} has no property ${name}")
    }

    protected static void within(Block block, Closure body) {
        body.delegate = block
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }
}

class Build {
    Map<String, Boolean> choices
    String branch
    /** The command of the `sh` that ends with 1. */
    String failing
    boolean failed = false
    List<Map> events = []
    Map<String, String> bound = [:]
    Map options = [:]
    Map triggers = [:]
    Map parameters = [:]
    Map environment = [:]
    String stage

    void record(Map event) { events << event + [stage: stage] }
}

class Directives extends Block {
    def agent(where) {}
    def getAny() { 'any' }
    def options(Closure body) { within(new Options(build: build, into: build.options), body) }
    def triggers(Closure body) { within(new Triggers(build: build), body) }
    def parameters(Closure body) { within(new Parameters(build: build), body) }
    def environment(Closure body) { within(new EnvironmentBlock(build: build), body) }
    def stages(Closure body) { within(new Stages(build: build), body) }
    def post(Closure body) { within(new Post(build: build), body) }
}

class Options extends Block {
    Map into
    def buildDiscarder(rotator) { into.buildDiscarder = rotator }
    def logRotator(Map how) { how }
    def disableConcurrentBuilds() { into.disableConcurrentBuilds = true }
    def skipDefaultCheckout() { into.skipDefaultCheckout = true }
    def timeout(Map time) { into.timeout = time }
    def timestamps() { into.timestamps = true }
}

class Triggers extends Block {
    def pollSCM(String when) { build.triggers.pollSCM = when }
}

class Parameters extends Block {
    def booleanParam(Map parameter) { build.parameters[parameter.name] = parameter.defaultValue }
}

class EnvironmentBlock extends Block {
    void setProperty(String name, value) {
        if (name == 'build') { this.@build = value } else { build.environment[name] = value }
    }
}

class Stages extends Block {
    def stage(String name, Closure body) {
        build.stage = name
        def stage = new Stage(build: build)
        within(stage, body)
        def skipped = build.failed ? 'an earlier stage failed' : stage.reasonToSkip
        build.record(event: 'stage', timeout: stage.own.timeout, skipped: skipped)
        if (!skipped) {
            try {
                within(new Steps(build: build), stage.body)
            } catch (ScriptFailed failure) {
                build.failed = true
                build.record(event: 'failed', by: failure.message)
            }
        }
        build.stage = null
    }
}

class Stage extends Block {
    Map own = [:]
    Closure body
    String reasonToSkip
    def options(Closure body) { within(new Options(build: build, into: own), body) }
    def steps(Closure body) { this.body = body }
    def when(Closure body) {
        def conditions = new Conditions(build: build)
        within(conditions, body)
        if (!conditions.found.every { it }) reasonToSkip = 'when'
    }
}

/** Those of a `when` must all hold. */
class Conditions extends Block {
    List<Boolean> found = []
    def getParams() { build.choices }
    def branch(String name) { found << (build.branch == name) }
    def expression(Closure body) {
        body.delegate = this
        body.resolveStrategy = Closure.DELEGATE_FIRST
        found << (body() as boolean)
    }
    def not(Closure body) { found << !inner(body).every { it } }
    def allOf(Closure body) { found << inner(body).every { it } }
    def anyOf(Closure body) { found << inner(body).any { it } }
    private List<Boolean> inner(Closure body) {
        def conditions = new Conditions(build: build)
        within(conditions, body)
        conditions.found
    }
}

class ScriptFailed extends RuntimeException {
    ScriptFailed(String message) { super(message) }
}

class Steps extends Block {
    def getScm() { 'scm' }
    def checkout(what) { build.record(event: 'checkout') }
    def sh(String script) {
        build.record(event: 'sh', script: script, credentials: build.bound.keySet().sort())
        if (script == build.failing) throw new ScriptFailed(script)
    }
    def string(Map binding) { binding }
    def withCredentials(List<Map> bindings, Closure body) {
        def before = build.bound
        build.bound = before + bindings.collectEntries { [it.variable, it.credentialsId] }
        build.record(event: 'bind', bindings: bindings.collectEntries { [it.variable, it.credentialsId] })
        try {
            within(this, body)
        } finally {
            build.bound = before
        }
    }
    def junit(Map how) { build.record(event: 'junit', how: how) }
    def recordCoverage(Map how) { build.record(event: 'recordCoverage', how: how) }
    def archiveArtifacts(Map how) { build.record(event: 'archiveArtifacts', how: how) }
}

class Post extends Block {
    def always(Closure body) {
        build.stage = 'post always'
        within(new Steps(build: build), body)
    }
}

def play(String text, Map build) {
    def played = new Build(choices: build.choices, branch: build.branch, failing: build.failing)
    def script = new GroovyShell(getClass().classLoader).parse(text, 'Jenkinsfile')
    script.metaClass.pipeline = { Closure body ->
        body.delegate = new Directives(build: played)
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }
    script.run()
    [result: played.failed ? 'FAILURE' : 'SUCCESS', events: played.events, options: played.options,
     triggers: played.triggers, parameters: played.parameters, environment: played.environment]
}

// From standard input: {"jenkinsfile": "...", "builds": [{"choices": {...}, "branch": "main", "failing": "..."}]}
def input = new JsonSlurper().parse(System.in)
def results = input.builds.collect { build ->
    try {
        play(input.jenkinsfile, build)
    } catch (Refused refused) {
        [refused: refused.message]
    } catch (org.codehaus.groovy.control.CompilationFailedException error) {
        [refused: error.message]
    }
}
println JsonOutput.toJson(results)
