namespace Paretune.EndToEnd.Tests;

/// <summary>Runs the tests of the Python client, whose server sends prepared answers, such as broken ones.</summary>
public sealed class PythonClientTests
{
    [Fact]
    public async Task The_tests_of_the_python_client_pass()
    {
        ProgramProcess.NeedPython();

        await ProgramProcess.StartPython(Path.Combine(Repository.Root, "clients", "python", "tests", "test_paretune.py")).Succeeds();
    }
}
