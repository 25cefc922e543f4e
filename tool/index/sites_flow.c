// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * x86 code, decoded by Zydis, as effects for flow.c. A User-Mode Linux kernel
 * is built with the large code model and calls through registers only. Called
 * by sites.c.
 */
#include <Zydis/Zydis.h>
#include <stdlib.h>

#include "tool/index/flow.h"
#include "tool/index/sites_functions.h"

/* Registers that a call may change: rax rcx rdx rsi rdi r8 to r11. */
#define LOST 0x0fc7ull
#define NO_HOLDER 0xff
#define RSP 4
#define RBP 5

/* Stands for what the loader puts into words that name the callback. */
#define CALLBACK_VALUE 1

struct decoding {
	const struct image *image;
	const struct callback *callback;
	const struct code *code;
	struct flow_section *section;
};

/* The same numbers for registers of 32 bits: eax is rax. */
static uint8_t register_holder(ZydisRegister reg)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(
		ZYDIS_MACHINE_MODE_LONG_64, reg);

	if (whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15)
		return NO_HOLDER;
	return (uint8_t)(whole - ZYDIS_REGISTER_RAX);
}

/* Words of the frame; other memory holds no callback of ours. */
static uint8_t holder_of(const ZydisDecodedOperand *operand)
{
	const ZydisDecodedOperandMem *mem = &operand->mem;
	bool narrow = mem->base < ZYDIS_REGISTER_RAX;
	uint8_t base;

	if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER)
		return register_holder(operand->reg.value);
	if (operand->type != ZYDIS_OPERAND_TYPE_MEMORY ||
	    operand->size != (narrow ? 32 : 64) ||
	    mem->index != ZYDIS_REGISTER_NONE)
		return NO_HOLDER;
	base = register_holder(mem->base);
	if (base != RSP && base != RBP)
		return NO_HOLDER;
	return (uint8_t)(STACK_HOLDERS +
			 (uint64_t)(mem->disp.value >> (narrow ? 2 : 3)) %
				 (HOLDERS - STACK_HOLDERS));
}

/* The address in the image that the operand is known to be, 0 if none. */
static uint64_t value_of(const struct decoding *decoding,
			 const ZydisDecodedInstruction *instruction,
			 const ZydisDecodedOperand *operand, uint64_t next)
{
	uint64_t value;

	if (operand->type == ZYDIS_OPERAND_TYPE_IMMEDIATE) {
		value = operand->imm.value.u;
		if (operand->imm.is_relative)
			value += next;
	} else if (operand->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		   operand->mem.base == ZYDIS_REGISTER_RIP) {
		value = next + (uint64_t)operand->mem.disp.value;
		if (instruction->mnemonic != ZYDIS_MNEMONIC_LEA)
			return address_is_in(&decoding->callback->slots,
					     value) ?
				       CALLBACK_VALUE :
				       0;
	} else {
		return 0;
	}
	if (decoding->image->machine == EM_386)
		value = (uint32_t)value;
	return value >= decoding->image->base && value < decoding->image->end ?
		       value :
		       0;
}

static struct effect call_effect(struct effect effect,
				 const ZydisDecodedOperand *operand)
{
	uint8_t holder = holder_of(operand);

	effect.kind = EFFECT_CALL;
	if (!effect.value && holder != NO_HOLDER) {
		effect.kind = EFFECT_CALL_HOLDER;
		effect.reg = holder;
	}
	return effect;
}

static struct effect jump_effect(const struct decoding *decoding,
				 struct effect effect,
				 const ZydisDecodedInstruction *instruction,
				 const ZydisDecodedOperand *operand)
{
	bool always = instruction->meta.category == ZYDIS_CATEGORY_UNCOND_BR;
	uint64_t target = effect.next + operand->imm.value.u;
	uint8_t holder = holder_of(operand);

	effect.reg = RSP; /* never holds one: clearing it has no effect */
	if (operand->type != ZYDIS_OPERAND_TYPE_IMMEDIATE) {
		effect.kind = effect.value ? EFFECT_STOP : EFFECT_JUMP_HOLDER;
		if (holder != NO_HOLDER)
			effect.reg = holder;
	} else if (target < decoding->code->bytes) {
		effect.kind = always ? EFFECT_JUMP_ALWAYS : EFFECT_JUMP;
		effect.target = (uint32_t)target;
	} else {
		effect.kind = always ? EFFECT_STOP : EFFECT_CLEAR;
	}
	return effect;
}

/* False if nothing is written that could hold an address. */
static bool write_effect(const struct decoding *decoding, struct effect *effect,
			 const ZydisDecodedInstruction *instruction,
			 const ZydisDecodedOperand *operands)
{
	uint64_t next = decoding->code->address + effect->next;
	bool moves = instruction->mnemonic == ZYDIS_MNEMONIC_MOV;

	effect->reg = holder_of(&operands[0]);
	if (effect->reg == NO_HOLDER ||
	    !(operands[0].actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
		return false;
	effect->kind = EFFECT_CLEAR;
	if (moves || instruction->mnemonic == ZYDIS_MNEMONIC_LEA)
		effect->value =
			value_of(decoding, instruction, &operands[1], next);
	if (effect->value) {
		effect->kind = EFFECT_SET;
	} else if (moves && holder_of(&operands[1]) != NO_HOLDER) {
		effect->kind = EFFECT_COPY;
		effect->source = holder_of(&operands[1]);
	}
	return true;
}

static void add_effect(struct decoding *decoding, uint32_t at,
		       const ZydisDecodedInstruction *instruction,
		       const ZydisDecodedOperand *operands)
{
	struct effect effect = { .start = at,
				 .next = at + instruction->length };
	uint64_t next = decoding->code->address + effect.next;

	switch (instruction->meta.category) {
	case ZYDIS_CATEGORY_CALL:
		effect.value = value_of(decoding, instruction, operands, next);
		effect = call_effect(effect, operands);
		break;
	case ZYDIS_CATEGORY_COND_BR:
	case ZYDIS_CATEGORY_UNCOND_BR:
		effect.value = value_of(decoding, instruction, operands, next);
		effect = jump_effect(decoding, effect, instruction, operands);
		break;
	case ZYDIS_CATEGORY_RET:
		effect.kind = EFFECT_STOP;
		break;
	default:
		if (instruction->mnemonic == ZYDIS_MNEMONIC_UD2)
			effect.kind = EFFECT_STOP;
		else if (!instruction->operand_count_visible ||
			 !write_effect(decoding, &effect, instruction,
				       operands))
			return;
	}
	array_push(&decoding->section->effects, effect);
}

/*
 * Instructions follow one another, but between functions a linker may have left
 * bytes that are none: decoding begins anew where a function does. Starts are
 * sorted.
 */
static void decode(struct decoding *decoding, const address_array *starts)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	const struct code *code = decoding->code;
	ZydisDecodedInstruction instruction;
	ZydisDecoderContext context;
	ZydisDecoder decoder;
	size_t next = 0;
	uint32_t at;

	if (decoding->image->machine == EM_386)
		ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LEGACY_32,
				 ZYDIS_STACK_WIDTH_32);
	else
		ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64,
				 ZYDIS_STACK_WIDTH_64);
	for (at = 0; at < code->bytes; at += instruction.length) {
		uint64_t left = code->bytes - at;

		while (next < starts->count &&
		       starts->at[next] <= code->address + at)
			next++;
		if (next < starts->count &&
		    starts->at[next] - code->address - at < left)
			left = starts->at[next] - code->address - at;
		if (!ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(
			    &decoder, &context, code->at + at, left,
			    &instruction)) ||
		    !ZYAN_SUCCESS(ZydisDecoderDecodeOperands(
			    &decoder, &context, &instruction, operands,
			    instruction.operand_count_visible))) {
			instruction.length = 1;
			continue;
		}
		add_effect(decoding, at, &instruction, operands);
	}
}

struct flow_sections {
	struct flow_section *at;
	size_t count;
};

static void find_in_sections(void *data, const address_array *wanted,
			     address_array *calls, address_array *jumps)
{
	const struct flow_sections *sections = data;
	size_t i;

	for (i = 0; i < sections->count; i++)
		flow_find(&sections->at[i], wanted, LOST, calls, jumps);
}

static void find_all(struct flow_sections *sections,
		     const struct callback *callback,
		     const struct functions *functions, address_array *sites)
{
	address_array wanted = { 0 };
	size_t i;

	array_push(&wanted, CALLBACK_VALUE);
	for (i = 0; i < callback->entries.count; i++)
		array_push(&wanted, callback->entries.at[i]);
	functions_find_calls(functions, &wanted, find_in_sections, sections,
			     sites);
	free(wanted.at);
}

bool x86_sites(const struct image *image, const struct callback *callback,
	       const struct code *code, size_t count, address_array *sites)
{
	struct flow_sections sections = { 0 };
	struct functions functions;
	size_t i;

	/* What the loader fills in there is named through one more register. */
	if (image->machine == EM_386 && callback->slots.count)
		return false;
	functions_of_image(image, &functions);
	sections.at = must_alloc(NULL, count, sizeof(*sections.at));
	for (; sections.count < count; sections.count++) {
		struct flow_section *section = &sections.at[sections.count];
		struct decoding decoding = { image, callback,
					     &code[sections.count], section };

		*section = (struct flow_section){
			.address = code[sections.count].address
		};
		decode(&decoding, &functions.starts);
	}
	find_all(&sections, callback, &functions, sites);
	for (i = 0; i < count; i++)
		flow_free(&sections.at[i]);
	free(sections.at);
	functions_free(&functions);
	return true;
}
